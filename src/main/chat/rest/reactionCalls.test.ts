import { expect, test } from 'vitest';
import { createReactionCalls } from './reactionCalls.ts';
import { ApiError } from './rest.ts';

const lost = () => new ApiError({ code: 'timeout', failure: 'timeout' });
const refused = () => new ApiError({ code: 'serverFailed', status: 500, upstreamStatus: 400 });

/** A server that turns a reaction over with every request; `answers` are drawn one a request, errors after it is done. */
function turningOver(own: string[] = [], isExact = false) {
  const reactions = new Set(own);
  const asked: string[] = [];
  const answers: (() => Error)[] = [];
  let isIdle = false;
  const turn = (way: string) => async (_id: string, emoji: string) => {
    asked.push(`${way} ${emoji}`);
    if (!isIdle && !reactions.delete(emoji)) reactions.add(emoji);
    const answer = answers.shift();
    if (answer !== undefined) throw answer();
    return undefined;
  };
  const calls = createReactionCalls({
    rest: {
      reactions: async () => {
        asked.push('look');
        return [
          { userId: 'other', reaction: '🎉' },
          ...[...reactions].map((reaction) => ({ userId: 'me', reaction })),
        ];
      },
      react: turn('set'),
      unreact: turn('remove'),
    },
    ownUserId: 'me',
    isExact: () => isExact,
  });
  return { calls, asked, answers, own: () => [...reactions], idle: () => (isIdle = true) };
}

test('a reaction that is there already, as from another device, is not turned over (S12.6, P8.6)', async () => {
  const { calls, asked, own } = turningOver(['👍']);
  await calls.react('msg', '👍');
  expect(own()).toEqual(['👍']);
  expect(asked).toEqual(['look']);
});

test('one that is gone already is not brought back by removing it', async () => {
  const { calls, asked, own } = turningOver();
  await calls.unreact('msg', '👍');
  expect(own()).toEqual([]);
  expect(asked).toEqual(['look']);
});

test('a request whose answer was lost has done its work, and is not repeated (S12.6)', async () => {
  const { calls, asked, answers, own } = turningOver();
  answers.push(lost);
  await calls.react('msg', '👍');
  answers.push(lost);
  await calls.unreact('msg', '👍');
  expect(own()).toEqual([]);
  expect(asked).toEqual(['look', 'set 👍', 'look', 'look', 'remove 👍', 'look']);
});

test('one that did nothing fails with what it failed with, and is asked once', async () => {
  const { calls, asked, answers, idle } = turningOver(['👍']);
  idle();
  answers.push(refused);
  await expect(calls.unreact('msg', '👍')).rejects.toMatchObject({ upstreamStatus: 400 });
  expect(asked).toEqual(['look', 'remove 👍', 'look']);
});

test('another reaction takes the place of the first, also where the server would keep both', async () => {
  const { calls, own } = turningOver(['👍']);
  await calls.react('msg', '🔥');
  expect(own()).toEqual(['🔥']);
});

test('a server that sets what it is asked to set is asked once', async () => {
  const { calls, asked } = turningOver(['👍'], true);
  await calls.react('msg', '🔥');
  await calls.unreact('msg', '🔥');
  expect(asked).toEqual(['set 🔥', 'remove 🔥']);
});

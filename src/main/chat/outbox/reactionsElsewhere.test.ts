import { expect, test } from 'vitest';
import { createReactionStage } from '../../../../tests/support/reactionStage.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function reacting(onServer: () => Promise<{ userId: string; reaction: string }[]>) {
  let finish = () => {};
  const stage = createReactionStage({
    server: 'old',
    rest: {
      reactions: onServer,
      react: () =>
        new Promise((resolve) => {
          finish = () => resolve(undefined);
        }),
    },
  });
  return { ...stage, finish: () => finish() };
}

const others = async () => [{ userId: 'other', reaction: '👍' }];

test('a reaction taken back on another device is no longer one’s own, though somebody else’s stays', async () => {
  const { reactions, shown } = reacting(others);
  expect(reactions.takeOwn('me', ['unknown', 'msg_1'])).toBe(true);
  await turn();
  expect(shown()).toEqual([{ emoji: '👍', count: 1, mine: false }]);
});

test('what others did, and what is of no message here, is for the history to tell', () => {
  const { reactions } = reacting(others);
  expect(reactions.takeOwn('other', ['msg_1'])).toBe(false);
  expect(reactions.takeOwn('me', ['unknown'])).toBe(false);
});

test('what is on its way from here has the last word', async () => {
  let isTold = false;
  const { reactions, finish, shown } = reacting(async () => [
    ...(await others()),
    ...(isTold ? [{ userId: 'me', reaction: '🔥' }] : []),
  ]);
  const set = reactions.set('key', '🔥');
  await turn();
  reactions.takeOwn('me', ['msg_1']);
  await turn();
  const wanted = [
    { emoji: '👍', count: 1, mine: false },
    { emoji: '🔥', count: 1, mine: true },
  ];
  expect(shown()).toEqual(wanted);
  isTold = true;
  finish();
  await set;
  await turn();
  expect(shown()).toEqual(wanted);
});

test('where the server cannot say, the history is asked', async () => {
  const { reactions, fetched } = reacting(() => Promise.reject(new Error('down')));
  reactions.takeOwn('me', ['msg_1']);
  await turn();
  expect(fetched).toEqual(['dlg_1']);
});

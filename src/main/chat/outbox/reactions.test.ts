import { expect, test } from 'vitest';
import { createReactionStage, liked } from '../../../../tests/support/reactionStage.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';

function reactionsOn(
  server: 'ours' | 'old',
  unreact: () => Promise<undefined>,
  react: RestClient['react'] = async () => undefined,
) {
  const list = ['me', 'other'].map((userId) => ({ userId, reaction: '👍' }));
  return createReactionStage({ server, rest: { unreact, react, reactions: async () => list } });
}

const failsWith = (status: number) => () => Promise.reject(new ApiError({ code: 'serverFailed', status }));

test('a reaction that cannot be taken back on the old backend stays, and the reason is no passing one (S12.3, P4.7)', async () => {
  const { reactions, shown } = reactionsOn('old', failsWith(500));
  await expect(reactions.remove('key', '👍')).rejects.toMatchObject({ code: 'notSupported' });
  expect(shown()).toEqual(liked.reactions);
});

test.each([
  ['ours', 500],
  ['old', 502],
] as const)('an outage of the server (%s, %i) is told as one', async (server, status) => {
  const answers = [failsWith(status), failsWith(400)];
  const { reactions, shown, after } = reactionsOn(server, () => (answers.shift() ?? failsWith(400))());
  const removal = expect(reactions.remove('key', '👍')).rejects.toMatchObject({ code: 'serverFailed' });
  await after(0);
  expect(shown()).toEqual([{ emoji: '👍', count: 1, mine: false }]);
  await after(1_000);
  await removal;
  expect(shown()).toEqual(liked.reactions);
});

test('of two reactions in quick succession the second has the last word, and a failure of both shows the server’s (S12.2)', async () => {
  const asked: string[] = [];
  const refused = new ApiError({ code: 'forbidden', status: 403 });
  const ends: ((error?: Error) => void)[] = [];
  const react = (_id: string, emoji: string) => {
    asked.push(emoji);
    return new Promise<undefined>((resolve, reject) =>
      ends.push((error) => (error ? reject(error) : resolve(undefined))),
    );
  };
  const { reactions, shown } = reactionsOn('ours', async () => undefined, react);
  const both = [reactions.set('key', '❤️'), reactions.set('key', '🎉')];
  const outcomes = Promise.allSettled(both);
  await new Promise(setImmediate);
  expect(asked).toEqual(['❤️']);
  ends[0]?.(refused);
  await new Promise(setImmediate);
  expect(shown()?.find(({ mine }) => mine)?.emoji).toBe('🎉');
  ends[1]?.(refused);
  await outcomes;
  expect(shown()?.find(({ mine }) => mine)?.emoji).toBe('👍');
});

test('a chip clicked twice is taken back once (S12.2)', async () => {
  let asked = 0;
  const { reactions } = reactionsOn('ours', async () => {
    asked += 1;
    return undefined;
  });
  await Promise.all([reactions.remove('key', '👍'), reactions.remove('key', '👍')]);
  expect(asked).toBe(1);
});

test('a reaction taken back leaves those of others', async () => {
  const { reactions, shown } = reactionsOn('ours', async () => undefined);
  await reactions.remove('key', '👍');
  expect(shown()).toEqual([{ emoji: '👍', count: 1, mine: false }]);
});

test('an event that does not tell who or how many asks for a look at the dialog (S12.4)', () => {
  const { reactions, fetched, shown } = reactionsOn('old', async () => undefined);
  const dialog = { dialogId: 'dlg_1', databaseId: null };
  const event = { messageId: 'msg_1', dialog, userId: 'other', reaction: '🎉', rev: null };
  reactions.takeEvent({ ...event, reactionCounts: null });
  reactions.takeEvent({ ...event, userId: null, reactionCounts: { '🎉': 1 } });
  expect({ fetched, shown: shown() }).toEqual({ fetched: ['dlg_1', 'dlg_1'], shown: liked.reactions });
  reactions.takeEvent({ ...event, messageId: 'msg_unknown', reactionCounts: null });
  reactions.takeEvent({ ...event, reactionCounts: { '👍': 2, '🎉': 1 } });
  expect(fetched).toHaveLength(2);
  expect(shown()).toEqual([...liked.reactions, { emoji: '🎉', count: 1, mine: false }]);
});

import { expect, test } from 'vitest';
import { createReactionStage, liked } from '../../../../tests/support/reactionStage.ts';
import { removedMessage } from '../timeline/timeline.ts';

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

test('an event from before what is known changes no reaction, and a newer one says how new it is (S4.11)', () => {
  const { reactions, shown, store } = reacting(others);
  store.saveMessage({ ...liked, rev: 5 });
  const event = {
    messageId: 'msg_1',
    dialog: { dialogId: 'dlg_1', databaseId: null },
    userId: 'other',
    reaction: '🎉',
  };
  reactions.takeEvent({ ...event, reactionCounts: { '🎉': 1 }, rev: 4 });
  expect(shown()).toEqual(liked.reactions);
  reactions.takeEvent({ ...event, reactionCounts: { '🎉': 1 }, rev: 6 });
  expect(shown()).toEqual([{ emoji: '🎉', count: 1, mine: false }]);
  expect(store.message('key')?.rev).toBe(6);
});

test('what was removed takes no reaction (S4.12)', async () => {
  const { reactions, store } = reacting(others);
  store.saveMessage(removedMessage(liked, 'told'));
  await expect(reactions.set('key', '👍')).rejects.toMatchObject({ code: 'messageNotFound' });
});

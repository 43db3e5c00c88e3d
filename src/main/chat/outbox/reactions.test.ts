import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { Message } from '../../../shared/domain.ts';
import { createBus } from '../facts.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import { createReactions } from './reactions.ts';

const liked: Message = {
  key: 'key',
  id: 'msg_1',
  clientMessageId: null,
  dialogId: 'dlg_1',
  senderId: 'other',
  content: 'Готово',
  type: 'text',
  createdAt: 1_000,
  seq: 1,
  state: 'sent',
  failure: null,
  reactions: [{ emoji: '👍', count: 2, mine: true }],
  meta: {},
};

function reactionsOn(
  server: 'ours' | 'old',
  unreact: () => Promise<undefined>,
  react: RestClient['react'] = async () => undefined,
) {
  const store = createMemoryHistory();
  store.saveMessage(liked);
  store.addAliases('key', ['msg_1']);
  const fetched: string[] = [];
  const bus = createBus();
  bus.on('dialogBehind', (dialogId) => void fetched.push(dialogId));
  const reactions = createReactions({
    store,
    rest: { unreact, react } as Partial<RestClient> as RestClient,
    ownUserId: 'me',
    has: () => server === 'ours',
    bus,
    clock: createVirtualClock(0),
    log: { info: () => {}, warn: () => {} },
    isUp: () => true,
    openDialogId: () => null,
  });
  return { reactions, fetched, shown: () => store.message('key')?.reactions };
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
  const { reactions, shown } = reactionsOn(server, failsWith(status));
  await expect(reactions.remove('key', '👍')).rejects.toMatchObject({ code: 'serverFailed' });
  expect(shown()).toEqual(liked.reactions);
});

test('of two reactions in quick succession the second has the last word, and a failure of both shows the server’s (S12.2)', async () => {
  const asked: string[] = [];
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
  ends[0]?.(new Error('no network'));
  await new Promise(setImmediate);
  expect(shown()?.find(({ mine }) => mine)?.emoji).toBe('🎉');
  ends[1]?.(new Error('no network'));
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

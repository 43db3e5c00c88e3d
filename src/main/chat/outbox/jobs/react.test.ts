import { expect, test } from 'vitest';
import { createReactionStage } from '../../../../../tests/support/reactionStage.ts';
import { TransportError } from '../../ports.ts';
import { ApiError } from '../../rest/rest.ts';

type Request = [reaction: string, outcome: 'ok' | 'offline' | 'lost' | number];

const offline = () =>
  new ApiError({ code: 'connectionRefused', failure: 'refused', cause: new TransportError('refused') });
const lost = () =>
  new ApiError({ code: 'timeout', failure: 'timeout', cause: new TransportError('timeout') });
const hour = 60 * 60_000;

/** A server whose requests end as `outcome` says at that moment; `own` is what it has of this person. */
function serverOf(own: string | null) {
  const state = { own, outcome: 'ok' as Request[1], asked: [] as string[], sent: [] as string[] };
  const end = (change: () => void) => {
    const { outcome } = state;
    if (outcome === 'offline') throw offline();
    if (typeof outcome === 'number') throw new ApiError({ code: 'messageNotFound', status: outcome });
    change();
    if (outcome === 'lost') throw lost();
    return undefined;
  };
  const rest = {
    reactions: async () => (state.own === null ? [] : [{ userId: 'me', reaction: state.own }]),
    react: async (id: string, emoji: string) => {
      state.asked.push(`${id} ${emoji}`);
      return end(() => {
        state.own = emoji;
      });
    },
    unreact: async (id: string, emoji: string) => {
      state.asked.push(`${id} not ${emoji}`);
      return end(() => {
        if (state.own === emoji) state.own = null;
      });
    },
    sendMessage: async (_dialogId: string, { clientMessageId }: { clientMessageId: string }) => {
      state.sent.push(clientMessageId);
      return end(() => {}) ?? ({ clientMessageId } as never);
    },
  };
  return { state, rest };
}

test('without a connection: shown at once, told once with the last word, however many changes came before (S12.7)', async () => {
  const { state, rest } = serverOf('👍');
  state.outcome = 'offline';
  const { reactions, own, outbox, jobs, after } = createReactionStage({ server: 'ours', rest });
  const wishes = [reactions.set('key', '❤️')];
  await after(100);
  wishes.push(reactions.set('key', '🎉'), reactions.remove('key', '🎉'), reactions.set('key', '🔥'));
  expect(own()).toBe('🔥');
  await after(60_000);
  state.asked.length = 0;
  state.outcome = 'ok';
  outbox.kickAll();
  await Promise.all(wishes);
  expect(state).toMatchObject({ asked: ['msg_1 🔥'], own: '🔥' });
  expect(jobs.all()).toEqual([]);
});

test('back to what the server has, there is nothing to tell (S12.7)', async () => {
  const { state, rest } = serverOf('👍');
  state.outcome = 'offline';
  const { reactions, own, outbox, after } = createReactionStage({ server: 'ours', rest });
  const first = reactions.remove('key', '👍');
  await after(0);
  state.asked.length = 0;
  const second = reactions.set('key', '👍');
  outbox.kickAll();
  await Promise.all([first, second]);
  await after(60_000);
  expect([state.asked, own()]).toEqual([[], '👍']);
});

test('an app that is killed tells it after its next start, even a day later, and asks nobody (S12.7, S8.7)', async () => {
  const { state, rest } = serverOf('👍');
  state.outcome = 'offline';
  const killed = createReactionStage({ server: 'ours', rest });
  void killed.reactions.set('key', '🔥');
  await killed.after(0);
  killed.outbox.stop();
  Object.assign(state, { asked: [], outcome: 'ok' });
  const next = createReactionStage({ server: 'ours', rest, store: killed.store, startAt: 24 * hour });
  expect(next.own()).toBe('🔥');
  next.outbox.kickAll();
  await next.after(1_000);
  expect(state).toMatchObject({ asked: ['msg_1 🔥'], own: '🔥' });
  expect([next.jobs.all(), next.store.jobs()]).toEqual([[], []]);
});

test('what was changed while its request was out is told after it (S12.2)', async () => {
  const { state, rest } = serverOf('👍');
  const { reactions } = createReactionStage({ server: 'ours', rest });
  await Promise.all([reactions.set('key', '❤️'), reactions.set('key', '🎉'), reactions.set('key', '👍')]);
  expect(state.asked).toEqual(['msg_1 ❤️', 'msg_1 👍']);
});

test('one in doubt is asked for again; taken back, it is the server that says which got through (S12.7)', async () => {
  const { state, rest } = serverOf(null);
  const { reactions, own, after } = createReactionStage({ server: 'ours', rest });
  await reactions.remove('key', '👍');
  Object.assign(state, { outcome: 'lost', asked: [] });
  const set = reactions.set('key', '🔥');
  await after(0);
  expect(state.own).toBe('🔥');
  state.outcome = 'ok';
  const removed = reactions.remove('key', '🔥');
  await after(2_000);
  await Promise.all([set, removed]);
  expect(state).toMatchObject({ asked: ['msg_1 🔥', 'msg_1 not 🔥'], own: null });
  expect(own()).toBeNull();
});

test('a refusal that nobody waits for is said, and the server’s is shown (S12.1)', async () => {
  const { state, rest } = serverOf('👍');
  state.outcome = 'offline';
  const killed = createReactionStage({ server: 'ours', rest });
  void killed.reactions.set('key', '🔥');
  await killed.after(0);
  killed.outbox.stop();
  const next = createReactionStage({ server: 'ours', rest, store: killed.store });
  state.outcome = 404;
  next.outbox.kickAll();
  await next.after(0);
  expect([next.told, next.own()]).toEqual([[{ type: 'notice', code: 'messageNotFound' }], '👍']);
  const command = next.reactions.set('key', '🎉');
  await expect(command).rejects.toMatchObject({ code: 'messageNotFound' });
  expect(next.told).toHaveLength(1);
});

test('what another device did meanwhile is what a refusal puts back', async () => {
  const { state, rest } = serverOf('👍');
  state.outcome = 'offline';
  const { reactions, own, outbox, after } = createReactionStage({ server: 'ours', rest });
  const refused = expect(reactions.set('key', '🔥')).rejects.toMatchObject({ code: 'messageNotFound' });
  const dialog = { dialogId: 'dlg_1', databaseId: null };
  const event = { messageId: 'msg_1', dialog, userId: 'me', reaction: '🎉', rev: null };
  reactions.takeEvent({ ...event, reactionCounts: { '👍': 1, '🎉': 1 } });
  expect(own()).toBe('🔥');
  state.outcome = 403;
  outbox.kickAll();
  await after(1_000);
  await refused;
  expect(own()).toBe('🎉');
});

test('no copy takes away what it cannot know yet (S12.8)', async () => {
  const { state, rest } = serverOf('👍');
  state.outcome = 'offline';
  const { reactions } = createReactionStage({ server: 'old', rest });
  void reactions.set('key', '🔥');
  const copy = { messageId: 'msg_1', clientMessageId: null, senderId: 'other' };
  const told = (reactionCounts: Record<string, number> | null, ownReactions: string[] | null) =>
    reactions.toldBy({ ...copy, reactionCounts, ownReactions } as Parameters<typeof reactions.toldBy>[0]);
  expect(told({ '👍': 3 }, null)).toEqual({ reactionCounts: { '👍': 2, '🔥': 1 }, ownReactions: ['🔥'] });
  expect(told({ '👍': 3 }, [])).toEqual({ reactionCounts: { '👍': 3, '🔥': 1 }, ownReactions: ['🔥'] });
  expect(told(null, null)).toEqual({ reactionCounts: null, ownReactions: null });
});

test('one to a message that waits is told once that was sent (S8.12)', async () => {
  const { state, rest } = serverOf(null);
  state.outcome = 'offline';
  const { reactions, write, own, outbox, after } = createReactionStage({ server: 'ours', rest });
  write('mine');
  await after(0);
  const wish = reactions.set('mine', '🔥');
  await after(60_000);
  expect([state.asked, own('mine')]).toEqual([[], '🔥']);
  state.outcome = 'ok';
  outbox.kickAll();
  await wish;
  expect([state.asked, own('mine')]).toEqual([['msg_mine 🔥'], '🔥']);
});

test('with the message it waits for, it is given up without a word, or taken back (S8.12)', async () => {
  const { state, rest } = serverOf(null);
  state.outcome = 'offline';
  const { reactions, write, own, outbox, jobs, store, told, after } = createReactionStage({
    server: 'ours',
    rest,
  });
  write('taken back');
  write('refused');
  await after(0);
  const wishes = [reactions.set('taken back', '🔥'), reactions.set('refused', '🔥')];
  outbox.takeBack('taken back');
  expect(store.message('taken back')).toBeNull();
  state.outcome = 403;
  outbox.kickAll();
  await after(1_000);
  await Promise.all(wishes);
  expect([jobs.all(), state.asked, told, own('refused')]).toEqual([[], [], [], null]);
  await expect(reactions.set('refused', '🔥')).rejects.toMatchObject({ code: 'messageNotFound' });
});

test('a server that fails with every reaction holds up no message (S8.13)', async () => {
  const { state, rest } = serverOf('👍');
  state.outcome = 'lost';
  const { reactions, write, after } = createReactionStage({
    server: 'ours',
    rest: { ...rest, sendMessage: async (_id, message) => void state.sent.push(message.content) as never },
  });
  void reactions.set('key', '🔥');
  await after(0);
  write('mine');
  await after(0);
  expect(state.sent).toHaveLength(1);
});

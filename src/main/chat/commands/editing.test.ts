/** Own messages are changed and removed: before they left, while their send is in doubt, and after. */
import { expect, test } from 'vitest';
import { createReactionStage, liked } from '../../../../tests/support/reactionStage.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import { TransportError } from '../ports.ts';
import { ApiError } from '../rest/rest.ts';

const lost = () =>
  new ApiError({ code: 'timeout', failure: 'timeout', cause: new TransportError('timeout') });
const refused = (code: 'forbidden' | 'messageNotFound', status: number) => new ApiError({ code, status });

/** What the server was asked for, in order; `outcome` is thrown instead of an answer. */
function serverOf() {
  const state = { asked: [] as string[], outcome: null as Error | null };
  const answer = async (words: string) => {
    state.asked.push(words);
    if (state.outcome !== null) throw state.outcome;
    return { clientMessageId: words.split(' ')[1] ?? null } as RemoteMessage;
  };
  const rest = {
    sendMessage: (_id: string, { content, clientMessageId }: { content: string; clientMessageId: string }) =>
      answer(`send ${clientMessageId} ${content}`),
    editMessage: (id: string, content: string) => answer(`edit ${id} ${content}`),
    removeMessage: (id: string) => answer(`remove ${id}`),
  };
  return { state, rest };
}

function setUp(options: Partial<Parameters<typeof createReactionStage>[0]> = {}) {
  const { state, rest } = serverOf();
  const stage = createReactionStage({ server: 'ours', rest, ...options });
  stage.store.saveMessage({ ...liked, key: 'own', id: 'msg_own', senderId: 'me', content: 'раньше' });
  stage.store.addAliases('own', ['msg_own']);
  const shown = (key = 'own') => {
    const message = stage.store.message(key);
    return message && [message.content, message.edited !== undefined, message.removed ?? null];
  };
  return { ...stage, ...stage.editing, state, shown };
}

const copyOf = (content: string, changes: Partial<RemoteMessage> = {}) =>
  ({
    messageId: 'msg_own',
    clientMessageId: null,
    senderId: 'me',
    content,
    rev: null,
    ...changes,
  }) as RemoteMessage & {
    messageId: string;
  };

test('an edit is shown at once, and told once with the last text, however often it changed offline (S8.14)', async () => {
  const { edit, outbox, state, shown, after, jobs } = setUp();
  state.outcome = lost();
  edit('own', 'потом');
  edit('own', 'в конце');
  expect(shown()).toEqual(['в конце', true, null]);
  await after(60_000);
  Object.assign(state, { asked: [], outcome: null });
  outbox.kickAll();
  await after(1_000);
  expect([state.asked, jobs.all()]).toEqual([['edit msg_own в конце'], []]);
});

test('while it waits no copy takes it back, and a refusal puts back what the server has (S8.15)', async () => {
  const { edit, edits, outbox, state, shown, after, told } = setUp();
  state.outcome = lost();
  edit('own', 'потом');
  expect(edits.toldBy(copyOf('раньше'))).toMatchObject({ content: 'потом' });
  expect(edits.toldBy(copyOf('с другого устройства'))).toMatchObject({ content: 'потом' });
  await after(0);
  state.outcome = refused('forbidden', 403);
  outbox.kickAll();
  await after(60_000);
  expect(shown()).toEqual(['с другого устройства', false, null]);
  const refusal = { type: 'editRefused', dialogId: 'dlg_1', key: 'own', text: 'потом', code: 'forbidden' };
  expect(told).toEqual([refusal]);
});

test('a message that has not left is changed and forgotten in place (S8.14)', async () => {
  const { edit, remove, write, jobs, state, after, shown } = setUp();
  state.outcome = new ApiError({
    code: 'connectionRefused',
    failure: 'refused',
    cause: new TransportError('refused'),
  });
  write('mine');
  await after(0);
  state.asked.length = 0;
  edit('mine', 'иначе');
  expect([shown('mine'), jobs.all().map(({ kind }) => kind)]).toEqual([['иначе', false, null], ['send']]);
  await after(60_000);
  expect(state.asked[0]).toBe('send mine иначе');
  remove('mine');
  expect([shown('mine'), jobs.all()]).toEqual([null, []]);
});

test('a send in doubt is repeated as it was; what was changed since follows it (S8.14, S8.12)', async () => {
  const { edit, remove, write, jobs, state, after, outbox, shown, store } = setUp();
  state.outcome = lost();
  write('mine');
  write('other');
  await after(0);
  edit('mine', 'иначе');
  expect(shown('mine')).toEqual(['иначе', true, null]);
  Object.assign(state, { asked: [], outcome: null });
  outbox.kickAll();
  await after(60_000);
  expect(state.asked.filter((words) => words.includes('mine'))).toEqual([
    `send mine ${liked.content}`,
    'edit msg_mine иначе',
  ]);
  expect([store.message('mine')?.state, jobs.all()]).toEqual(['sent', []]);
  remove('other');
  await after(0);
  expect(state.asked.at(-1)).toBe('remove msg_other');
});

test('a removal is shown at once and takes the place of an edit; a refusal puts all of it back (S8.14)', async () => {
  const { edit, remove, edits, outbox, state, shown, after, told, store } = setUp();
  const before = store.message('own');
  state.outcome = lost();
  edit('own', 'потом');
  remove('own');
  expect(shown()).toEqual(['', false, 'told']);
  expect(edits.toldBy(copyOf('раньше'))).toEqual({ removed: true });
  await after(0);
  state.outcome = refused('forbidden', 403);
  outbox.kickAll();
  await after(60_000);
  expect(store.message('own')).toEqual(before);
  expect(told).toEqual([{ type: 'notice', code: 'forbidden' }]);
});

test('what is gone already is removed all the same', async () => {
  const { remove, state, shown, after, told, jobs } = setUp();
  state.outcome = refused('messageNotFound', 404);
  remove('own');
  await after(1_000);
  expect([shown(), told, jobs.all()]).toEqual([['', false, 'told'], [], []]);
});

test('both survive a kill (S8.1)', async () => {
  const killed = setUp();
  killed.state.outcome = lost();
  killed.edit('own', 'потом');
  await killed.after(0);
  killed.outbox.stop();
  const { state, rest } = serverOf();
  const next = createReactionStage({ server: 'ours', rest, store: killed.store });
  expect(next.store.message('own')?.content).toBe('потом');
  next.outbox.kickAll();
  await next.after(1_000);
  expect([state.asked, next.jobs.all()]).toEqual([['edit msg_own потом'], []]);
});

test('where the server does not edit, what it has stays; foreign and blank texts are refused', () => {
  const { edit, remove, shown } = setUp({ server: 'old' });
  const thrown = (code: string) => expect.objectContaining({ code });
  expect(() => edit('own', 'потом')).toThrow(thrown('notSupported'));
  expect(() => remove('own')).toThrow(thrown('notSupported'));
  expect(() => edit('key', 'потом')).toThrow(thrown('forbidden'));
  expect(() => edit('own', ' \n ')).toThrow(thrown('messageEmpty'));
  expect(shown()).toEqual(['раньше', false, null]);
});

test('an edit carries whom its text names; a refusal puts back whom the text before it named (S19.3)', async () => {
  const asked: unknown[] = [];
  let outcome: Error | null = null;
  const { edit, outbox, store, after } = setUp({
    mentionMeta: (_dialogId, text) => ({ mentions: [text], mentionNames: {} }),
    rest: {
      editMessage: async (_id: string, content: string, meta: object) => {
        asked.push([content, meta]);
        if (outcome !== null) throw outcome;
        return {} as RemoteMessage;
      },
    },
  });
  store.saveMessage({
    ...liked,
    key: 'own',
    id: 'msg_own',
    senderId: 'me',
    meta: { mentions: ['был'], x: 1 },
  });
  outcome = lost();
  edit('own', 'раз');
  expect(store.message('own')?.meta).toEqual({ mentions: ['раз'], mentionNames: {}, x: 1 });
  edit('own', 'два');
  await after(0);
  outcome = refused('forbidden', 403);
  outbox.kickAll();
  await after(60_000);
  expect(asked.at(-1)).toEqual(['два', { mentions: ['два'], mentionNames: {} }]);
  expect(store.message('own')?.meta).toEqual({ mentions: ['был'], x: 1 });
});

test('a send in doubt is repeated with what it carried first, whatever was edited since (S19.3)', async () => {
  const carried: unknown[] = [];
  let outcome: Error | null = lost();
  const { edit, outbox, write, after } = setUp({
    mentionMeta: (_dialogId, text) => ({ mentions: [text] }),
    rest: {
      sendMessage: async (
        _id: string,
        { meta, clientMessageId }: { meta: object; clientMessageId: string },
      ) => {
        carried.push(meta);
        if (outcome !== null) throw outcome;
        return { clientMessageId } as RemoteMessage;
      },
    },
  });
  write('mine');
  await after(0);
  edit('mine', 'иначе');
  outcome = null;
  outbox.kickAll();
  await after(60_000);
  expect(carried).toEqual([{}, {}]);
});

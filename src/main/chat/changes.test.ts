import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../tests/simulation/virtualClock.ts';
import type { Message } from '../../shared/domain.ts';
import { openHistory } from '../storage/history.ts';
import { type ChangeSet, observeCommits } from './changes.ts';
import { createOutboxJobs } from './outbox/outboxJobs.ts';

const message = (key: string, changes: Partial<Message> = {}): Message => ({
  key,
  id: `msg_${key}`,
  clientMessageId: null,
  dialogId: 'dlg_1',
  senderId: 'other',
  content: key,
  type: 'text',
  createdAt: 1,
  seq: null,
  state: 'sent',
  failure: null,
  reactions: [],
  meta: {},
  ...changes,
});

const mark = { userId: 'other', deliveredSeq: 0, readSeq: 0, deliveredAt: 0, readAt: 1 };

const stores = [
  ['in memory', createMemoryHistory],
  ['on disk', () => openHistory({ file: ':memory:', key: null })],
] as const;

function setUp(create: (typeof stores)[number][1]) {
  const warnings: string[] = [];
  const store = observeCommits(create(), {
    info: () => {},
    warn: (event, details) => warnings.push(`${event} ${String(details?.['name'])}`),
  });
  const told: ChangeSet[] = [];
  store.onCommit('told', (changes) => told.push(changes));
  const messages = (index = 0) => {
    const { saved, added, removed } = told[index]?.messages.get('dlg_1') ?? {};
    return { saved: [...(saved?.keys() ?? [])], added: [...(added ?? [])], removed: [...(removed ?? [])] };
  };
  return { store, told, messages, warnings };
}

test.each(stores)(
  '%s: a transaction is told once, with those inside it, as it is in the end (S14.2)',
  (_, create) => {
    const { store, told, messages } = setUp(create);
    store.saveMessage(message('known'));
    store.transaction(() => {
      store.saveMessage(message('new'));
      store.transaction(() => {
        store.saveMessage(message('new', { seq: 2 }));
        store.saveMessage(message('known', { seq: 1 }));
        store.saveMark('dlg_1', mark);
      });
      store.saveMessage(message('passing'));
      store.removeMessage('passing');
      store.saveDraft('dlg_2', 'text');
      store.saveUsers([{ userId: 'other', name: 'Анна', phone: null }]);
      expect(told).toHaveLength(1);
    });
    expect(told).toHaveLength(2);
    expect(messages(1)).toEqual({ saved: ['new', 'known'], added: ['new'], removed: ['passing'] });
    expect(told[1]?.messages.get('dlg_1')?.saved.get('new')?.seq).toBe(2);
    expect([...(told[1]?.marks ?? [])]).toEqual(['dlg_1']);
    expect([...(told[1]?.drafts ?? [])]).toEqual(['dlg_2']);
    expect([...(told[1]?.users.keys() ?? [])]).toEqual(['other']);
  },
);

test.each(stores)('%s: what was rolled back is not told, whole or in part', (_, create) => {
  const { store, told, messages } = setUp(create);
  const fail = (work: () => void) =>
    expect(() =>
      store.transaction(() => {
        work();
        throw new Error('no');
      }),
    ).toThrow('no');
  fail(() => store.saveMessage(message('lost')));
  expect(told).toEqual([]);
  store.transaction(() => {
    store.saveMessage(message('kept'));
    fail(() => store.saveDraft('dlg_1', 'lost'));
  });
  expect(messages().saved).toEqual(['kept']);
  expect(told[0]?.drafts.size).toBe(0);
});

test.each(stores)('%s: a write outside of any transaction is told at once', (_, create) => {
  const { store, told, messages } = setUp(create);
  store.saveMessage(message('one'));
  store.removeMessage('one');
  store.removeMessage('never there');
  expect(told).toHaveLength(2);
  expect(messages(1)).toEqual({ saved: [], added: [], removed: ['one'] });
  store.saveJob({
    id: 'c',
    kind: 'send',
    dialogId: 'dlg_1',
    queuedAt: 1,
    attempts: 0,
    ambiguous: false,
    held: false,
    dependsOn: [],
    payload: { messageKey: 'one' },
  });
  store.removeJob('c');
  expect(told.slice(2).map(({ jobs }) => [...jobs])).toEqual([['c'], ['c']]);
  store.clearDownloaded();
  expect(told.at(-1)?.cleared).toBe(true);
});

test('a view that throws undoes nothing, hides nothing, and is named in the log (S14.2)', () => {
  const { store, warnings } = setUp(createMemoryHistory);
  const heard: string[] = [];
  store.onCommit('broken', () => {
    throw new Error('broken');
  });
  store.onCommit('after it', ({ drafts }) => heard.push(...drafts));
  expect(() => store.transaction(() => store.saveDraft('dlg_1', 'text'))).not.toThrow();
  expect(store.drafts()).toEqual([{ dialogId: 'dlg_1', text: 'text' }]);
  expect(heard).toEqual(['dlg_1']);
  expect(warnings).toEqual(['view.failed broken']);
  store.saveDraft('dlg_2', 'text');
  expect(heard).toEqual(['dlg_1', 'dlg_2']);
});

test('what a view writes is told after everybody has heard of what came before', () => {
  const { store } = setUp(createMemoryHistory);
  const heard: string[] = [];
  store.onCommit('writes', ({ drafts }) => {
    if (drafts.has('first')) store.saveDraft('second', 'text');
  });
  store.onCommit('hears', ({ drafts }) => heard.push(...drafts));
  store.saveDraft('first', 'text');
  expect(heard).toEqual(['first', 'second']);
});

test('what mirrors the store reads it again after a write that was undone, and only then (S15.5)', () => {
  const store = observeCommits(openHistory({ file: ':memory:', key: null }), {
    info: () => {},
    warn: () => {},
  });
  const jobs = createOutboxJobs({ store, clock: createVirtualClock(0) });
  store.onUndone(jobs.readAll);
  let undone = 0;
  store.onUndone(() => undone++);
  jobs.save({
    id: 'client',
    kind: 'send',
    dialogId: 'dlg_1',
    queuedAt: 1,
    attempts: 0,
    ambiguous: false,
    held: false,
    dependsOn: [],
    payload: { messageKey: 'client' },
  });
  expect(undone).toBe(0);
  const endAndFail = () => {
    jobs.end('client');
    expect(jobs.has('client')).toBe(false);
    throw new Error('The disk is full');
  };
  expect(() => store.transaction(endAndFail)).toThrow('The disk is full');
  expect([jobs.has('client'), undone]).toEqual([true, 1]);
  const unstorable = { ...message('a'), content: null as never };
  expect(() => store.saveMessage(unstorable)).toThrow();
  expect(undone).toBe(2);
});

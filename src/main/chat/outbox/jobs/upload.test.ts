import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../../tests/simulation/virtualClock.ts';
import { attachmentsIn } from '../../../../shared/attachmentSchema.ts';
import type { Attachment } from '../../../../shared/attachments.ts';
import type { BridgeEvent } from '../../../../shared/bridge.ts';
import type { RemoteMessage } from '../../../../shared/remote.ts';
import { observeCommits } from '../../changes.ts';
import { CommandError } from '../../commandError.ts';
import { createAttaching } from '../../commands/attaching.ts';
import { createEditing } from '../../commands/editing.ts';
import { createSending } from '../../commands/sending.ts';
import { createBus } from '../../facts.ts';
import { createJournal } from '../../journal.ts';
import type { Directory } from '../../people/directory.ts';
import { type AccountFiles, TransportError, UploadRefused, type UploadRequest } from '../../ports.ts';
import { ApiError, type NewMessage } from '../../rest/rest.ts';
import type { HistoryStore } from '../../store.ts';
import { createEdits } from '../edits.ts';
import { createHeldFiles } from '../heldFiles.ts';
import type { JobContext } from '../job.ts';
import { createOutbox } from '../outbox.ts';
import { createOutboxJobs } from '../outboxJobs.ts';
import { createSends } from '../sends.ts';
import { startKinds } from './kinds.ts';

const fileOf = (fileId: string): Attachment => ({
  fileId,
  name: `${fileId}.pdf`,
  bytes: 1_000,
  mimeType: 'application/pdf',
  kind: 'file',
});

interface Running extends UploadRequest {
  finish(serverId: string): void;
  fail(error: Error): void;
  cancelled: boolean;
}

/** Lets what was resolved be acted on, as nothing here waits for the clock. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** One account whose files and server are the test's; started again on the same store it is what a crash leaves. */
function setUp(
  options: {
    store?: HistoryStore;
    held?: Set<string>;
    post?: (message: NewMessage) => Error | 'ok';
    limits?: { bytes: number; perMessage: number } | null;
  } = {},
) {
  const memory = options.store ?? createMemoryHistory();
  const held = options.held ?? new Set<string>();
  const released: string[] = [];
  const uploads: Running[] = [];
  const posts: NewMessage[] = [];
  const events: BridgeEvent[] = [];
  const clock = createVirtualClock(1_000_000);
  const log = { info: () => {}, warn: () => {} };
  const store = observeCommits(memory, log);
  const files: AccountFiles = {
    picked: (fileId) => (fileId.startsWith('local_') ? fileOf(fileId) : null),
    hold: (_fileId, messageKey) => void held.add(messageKey),
    holders: () => [...held],
    release(messageKey) {
      held.delete(messageKey);
      released.push(messageKey);
    },
    upload(request) {
      const { promise, resolve, reject } = deferred();
      const running: Running = { ...request, finish: resolve, fail: reject, cancelled: false };
      uploads.push(running);
      const cancel = () => {
        running.cancelled = true;
        reject(new TransportError('aborted'));
      };
      return { done: promise, cancel };
    },
    close: () => {},
  };
  const jobs = createOutboxJobs({ store, clock });
  const sends = createSends({ store, clock, jobs });
  const edits = createEdits({ store, jobs });
  const heldFiles = createHeldFiles({ store, files });
  const journal = createJournal(clock);
  const has = () => true;
  const kinds = startKinds({
    store,
    jobs,
    sends,
    edits,
    journal,
    has,
    clock,
    files,
    emit: (event: BridgeEvent) => void events.push(event),
    rest: {
      async sendMessage(_dialogId: string, message: NewMessage) {
        posts.push(message);
        const outcome = options.post?.(message) ?? 'ok';
        if (outcome !== 'ok') throw outcome;
        return { clientMessageId: message.clientMessageId } as RemoteMessage;
      },
    },
    takeCopy: (_dialogId: string, { clientMessageId }: RemoteMessage) => {
      const row = store.message(String(clientMessageId));
      if (row !== null) store.saveMessage({ ...row, id: `msg_${row.key}`, state: 'sent' });
    },
    look: async () => {},
    keepsMeta: () => true,
  } as unknown as JobContext);
  const bus = createBus();
  const random = () => 0.5;
  const mayPost = () => true;
  const outbox = createOutbox({ store, jobs, kinds, clock, random, log, mayPost, bus });
  const limits = () => (options.limits === undefined ? { bytes: 5_000, perMessage: 3 } : options.limits);
  const attaching = createAttaching({ files, limits, isUp: () => true });
  const draft = {
    draft: () => '',
    saveDraft: () => {},
    draftReply: () => undefined,
    saveDraftReply: () => {},
  };
  const directory = { record: () => ({}), ...draft } as unknown as Directory;
  const known = { store, jobs, outbox, clock, ownUserId: 'me', mentionMeta: () => ({}) };
  const sending = createSending({ ...known, directory, journal, random, attaching, heldFiles });
  const editing = createEditing({ ...known, edits, has });
  const idsOf = (key: string) => attachmentsIn(store.message(key)?.meta ?? {}).map(({ fileId }) => fileId);
  return {
    ...sending,
    editing,
    attaching,
    outbox,
    jobs,
    store,
    memory,
    held,
    released,
    uploads,
    posts,
    events,
    clock,
    idsOf,
  };
}

function deferred() {
  let resolve: (serverId: string) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<string>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}

const refusal = (status: number) => new UploadRefused({ status, body: { error: 'No' }, retryAfterMs: null });

test('a message leaves once its files are there, and names them as the server does (S20.1)', async () => {
  const account = setUp();
  const key = account.send('dlg_1', 'Смотрите', { fileIds: ['local_a', 'local_b'] });
  await turns();
  expect(account.store.message(key)).toMatchObject({ state: 'queued', type: 'file', content: 'Смотрите' });
  expect(account.posts).toEqual([]);
  account.uploads[0]?.finish('file_a');
  await turns();
  expect(account.idsOf(key)).toEqual(['file_a', 'local_b']);
  account.uploads[1]?.finish('file_b');
  await turns();
  expect(account.posts).toMatchObject([
    { content: 'Смотрите', meta: { attachments: [{ fileId: 'file_a' }, { fileId: 'file_b' }] } },
  ]);
  expect(account.store.message(key)?.state).toBe('sent');
});

test('one file at a time leaves, whatever the chat (S20.3)', async () => {
  const account = setUp();
  account.send('dlg_1', '', { fileIds: ['local_a'] });
  account.send('dlg_2', '', { fileIds: ['local_b'] });
  await turns();
  expect(account.uploads.map(({ fileId }) => fileId)).toEqual(['local_a']);
  account.uploads[0]?.finish('file_a');
  await turns();
  expect(account.uploads.map(({ fileId }) => fileId)).toEqual(['local_a', 'local_b']);
});

test('files hold up no message that has none (S8.13)', async () => {
  const account = setUp();
  account.send('dlg_1', '', { fileIds: ['local_a'] });
  account.send('dlg_1', 'Пока грузится');
  await turns();
  expect(account.posts.map(({ content }) => content)).toEqual(['Пока грузится']);
});

test('after a cut it is asked for again where it was left, and so after a crash (S20.2)', async () => {
  const first = setUp();
  const key = first.send('dlg_1', '', { fileIds: ['local_a'] });
  await turns();
  first.uploads[0]?.onBegun('file_a');
  first.uploads[0]?.fail(new TransportError('reset'));
  await turns();
  await first.clock.runUntil(1_060_000);
  await turns();
  expect(first.uploads.map(({ uploadId }) => uploadId)).toEqual([null, 'file_a']);
  const second = setUp({ store: first.memory, held: first.held });
  second.outbox.kickAll();
  await turns();
  expect(second.uploads[0]).toMatchObject({ fileId: 'local_a', uploadId: 'file_a' });
  second.uploads[0]?.finish('file_a');
  await turns();
  expect(second.posts).toMatchObject([{ meta: { attachments: [{ fileId: 'file_a' }] } }]);
  expect(second.store.message(key)?.state).toBe('sent');
});

test.each([
  [400, 'fileEmpty'],
  [404, 'filesNotSupported'],
  [413, 'fileTooLarge'],
  [415, 'fileRefused'],
  [422, 'fileRefused'],
])(
  'an upload refused with %i fails the message, which keeps text and files (S20.4)',
  async (status, code) => {
    const account = setUp();
    const key = account.send('dlg_1', 'Текст', { fileIds: ['local_a', 'local_b'] });
    await turns();
    account.uploads[0]?.fail(refusal(status));
    await turns();
    expect(account.store.message(key)).toMatchObject({ state: 'failed', failure: code, content: 'Текст' });
    expect(account.idsOf(key)).toEqual(['local_a', 'local_b']);
    expect(account.held.has(key)).toBe(true);
    expect(account.posts).toEqual([]);
  },
);

test.each([429, 500, 503])(
  'an upload answered with %i waits and is asked for again (S20.4)',
  async (status) => {
    const account = setUp();
    const key = account.send('dlg_1', '', { fileIds: ['local_a'] });
    await turns();
    account.uploads[0]?.fail(refusal(status));
    await turns();
    await account.clock.runUntil(1_060_000);
    await turns();
    expect(account.uploads).toHaveLength(2);
    expect(account.store.message(key)?.state).toBe('queued');
  },
);

test('a file that is not here any more fails its message (S20.4)', async () => {
  const account = setUp();
  const key = account.send('dlg_1', 'Текст', { fileIds: ['local_a'] });
  await turns();
  account.uploads[0]?.fail(new CommandError('fileMissing'));
  await turns();
  expect(account.store.message(key)).toMatchObject({ state: 'failed', failure: 'fileMissing' });
});

test('sent again, only what the server lacks is uploaded (S20.4)', async () => {
  const account = setUp();
  const key = account.send('dlg_1', '', { fileIds: ['local_a', 'local_b'] });
  await turns();
  account.uploads[0]?.finish('file_a');
  await turns();
  account.uploads[1]?.fail(refusal(422));
  await turns();
  account.retry(key);
  await turns();
  expect(account.uploads.map(({ fileId }) => fileId)).toEqual(['local_a', 'local_b', 'local_b']);
  account.uploads[2]?.finish('file_b');
  await turns();
  expect(account.posts).toMatchObject([
    { meta: { attachments: [{ fileId: 'file_a' }, { fileId: 'file_b' }] } },
  ]);
});

test('files that the server has swept meanwhile are uploaded again (S20.4)', async () => {
  let swept = true;
  const gone = new ApiError({ code: 'fileMissing', status: 404 });
  const account = setUp({ post: () => (swept ? gone : 'ok') });
  const key = account.send('dlg_1', '', { fileIds: ['local_a'] });
  await turns();
  account.uploads[0]?.finish('file_a');
  await turns();
  expect(account.store.message(key)).toMatchObject({ state: 'failed', failure: 'fileMissing' });
  swept = false;
  account.retry(key);
  await turns();
  expect(account.uploads[1]).toMatchObject({ fileId: 'file_a', uploadId: null });
  account.uploads[1]?.finish('file_new');
  await turns();
  expect(account.posts.at(-1)).toMatchObject({ meta: { attachments: [{ fileId: 'file_new' }] } });
});

test('a message that is taken back ends its upload, and leaves no job and no file (S20.6)', async () => {
  const account = setUp();
  const key = account.send('dlg_1', '', { fileIds: ['local_a', 'local_b'] });
  await turns();
  account.editing.remove(key);
  await turns();
  expect(account.uploads.map(({ cancelled }) => cancelled)).toEqual([true]);
  expect(account.jobs.all()).toEqual([]);
  expect(account.store.message(key)).toBeNull();
  expect(account.released).toEqual([key]);
});

test('files are kept until their message is sent (S20.6)', async () => {
  const account = setUp();
  const key = account.send('dlg_1', '', { fileIds: ['local_a'] });
  await turns();
  expect([...account.held]).toEqual([key]);
  account.uploads[0]?.finish('file_a');
  await turns();
  expect([...account.held]).toEqual([]);
});

test('files whose message was never written are let go at the start (S20.6)', () => {
  const { released } = setUp({ held: new Set(['a crash came first']) });
  expect(released).toEqual(['a crash came first']);
});

test('how far it is comes at most four times a second (S20.5)', async () => {
  const account = setUp();
  account.send('dlg_1', '', { fileIds: ['local_a'] });
  await turns();
  for (let step = 1; step <= 20; step += 1) {
    account.uploads[0]?.onProgress(step * 50, 1_001);
    await account.clock.runUntil(1_000_000 + step * 50);
  }
  const told = account.events.filter(({ type }) => type === 'transfers');
  expect(told).toHaveLength(4);
  account.uploads[0]?.finish('file_a');
  await turns();
  expect(account.events.at(-1)).toEqual({ type: 'transfers', transfers: { local_a: null } });
});

test('what cannot be sent is said before, and nothing is written (S20.7)', () => {
  const account = setUp();
  const { check } = account.attaching;
  expect(() => check(5_001)).toThrow(expect.objectContaining({ code: 'fileTooLarge' }));
  expect(() => check(0)).toThrow(expect.objectContaining({ code: 'fileEmpty' }));
  expect(() => check(5_000)).not.toThrow();
  const many = ['local_a', 'local_b', 'local_c', 'local_d'];
  expect(() => account.send('dlg_1', '', { fileIds: many })).toThrow(
    expect.objectContaining({ code: 'tooManyFiles' }),
  );
  expect(() => account.send('dlg_1', '', { fileIds: ['gone'] })).toThrow(
    expect.objectContaining({ code: 'fileMissing' }),
  );
  const old = setUp({ limits: null });
  expect(() => old.attaching.check(1)).toThrow(expect.objectContaining({ code: 'filesNotSupported' }));
  expect(() => old.send('dlg_1', 'Текст', { fileIds: ['local_a'] })).toThrow(
    expect.objectContaining({ code: 'filesNotSupported' }),
  );
  expect(account.jobs.all().concat(old.jobs.all())).toEqual([]);
});

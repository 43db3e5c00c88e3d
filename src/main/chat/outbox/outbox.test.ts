import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { Message } from '../../../shared/domain.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import { observeCommits } from '../changes.ts';
import { createBus } from '../facts.ts';
import { createJournal } from '../journal.ts';
import { TransportError, type TransportFailure } from '../ports.ts';
import { ApiError } from '../rest/rest.ts';
import type { HistoryStore } from '../store.ts';
import { classifyFailure } from './failures.ts';
import type { JobContext } from './job.ts';
import { startKinds } from './jobs/kinds.ts';
import { createOutbox } from './outbox.ts';
import { createOutboxJobs } from './outboxJobs.ts';
import { createSends } from './sends.ts';

const hour = 60 * 60 * 1_000;

function transport(failure: TransportFailure): ApiError {
  return new ApiError({ code: 'connectionLost', failure, cause: new TransportError(failure) });
}

function status(code: number, upstreamStatus: number | null = null): ApiError {
  return new ApiError({ code: 'serverFailed', status: code, upstreamStatus, retryAfterMs: 7_000 });
}

test.each([
  ['a refused connection', transport('refused'), { type: 'notSent' }],
  ['no such host', transport('dns'), { type: 'notSent' }],
  ['429', status(429), { type: 'notSent', retryAfterMs: 7_000 }],
  ['401', status(401), { type: 'signInNeeded' }],
  ['a time-out', transport('timeout'), { type: 'ambiguous' }],
  ['a reset', transport('reset'), { type: 'ambiguous' }],
  ['408', status(408), { type: 'ambiguous' }],
  ['500', status(500), { type: 'ambiguous' }],
  ['503', status(503), { type: 'ambiguous' }],
  ['a 500 that hides a 500', status(500, 502), { type: 'ambiguous' }],
  ['a 500 that hides a 4NN', status(500, 422), { type: 'failed' }],
  ['400', status(400), { type: 'failed' }],
  ['403', status(403), { type: 'failed' }],
  ['409', status(409), { type: 'failed' }],
  ['an answer nobody can read', new ApiError({ code: 'serverFailed' }), { type: 'ambiguous' }],
  ['anything else', new Error('?'), { type: 'ambiguous' }],
])('%s is classified (S8.3)', (_name, error, expected) => {
  expect(classifyFailure(error)).toMatchObject(expected);
});

function message(key: string, createdAt: number): Message {
  return {
    key,
    id: null,
    clientMessageId: key,
    dialogId: 'dlg_1',
    senderId: 'me',
    content: key,
    type: 'text',
    createdAt,
    seq: null,
    state: 'queued',
    failure: null,
    reactions: [],
    meta: {},
  };
}

const noEditing = { editMessage: () => Promise.reject(), removeMessage: () => Promise.reject() };

/** An outbox whose posts are answered by `server`, in virtual time. */
function setUp(
  server: (text: string, attempt: number) => 'ok' | Error,
  options: { deduplicates?: boolean; store?: HistoryStore; startAt?: number; found?: () => boolean } = {},
) {
  const clock = createVirtualClock(options.startAt ?? 1_000_000);
  const log = { info: () => {}, warn: () => {} };
  const store = observeCommits(options.store ?? createMemoryHistory(), log);
  const posts: string[] = [];
  let verifications = 0;
  const jobs = createOutboxJobs({ store, clock });
  const sends = createSends({ store, clock, jobs });
  const kinds = startKinds({
    store,
    jobs,
    sends,
    journal: createJournal(clock),
    nameOf: () => null,
    keepsMeta: () => false,
    has: (feature) => feature === 'idempotency' && options.deduplicates === true,
    rest: {
      ...noEditing,
      sendMessage: async (_dialogId, { content, clientMessageId }) => {
        posts.push(content);
        const answer = server(content, posts.length);
        if (answer !== 'ok') throw answer;
        return { clientMessageId } as RemoteMessage;
      },
    },
    takeCopy: (_dialogId, answer) => {
      const row = store.message(String(answer.clientMessageId));
      if (row !== null) store.saveMessage({ ...row, id: `msg_${row.key}`, state: 'sent' });
    },
    look: async () => {
      verifications += 1;
      const [job] = jobs.all();
      if (options.found?.() && job) sends.arrived(job.id);
    },
  } as Partial<JobContext> as JobContext);
  const outbox = createOutbox({
    store,
    jobs,
    kinds,
    clock,
    random: () => 0.5,
    log,
    mayPost: () => true,
    bus: createBus(),
  });
  const write = (key: string) => {
    const row = message(key, clock.now());
    store.saveMessage(row);
    jobs.save({
      id: key,
      kind: 'send',
      dialogId: 'dlg_1',
      queuedAt: row.createdAt,
      attempts: 0,
      ambiguous: false,
      held: false,
      dependsOn: [],
      payload: { messageKey: key },
    });
  };
  return { clock, store, jobs, outbox, posts, write, verifications: () => verifications };
}

test('one sender a dialog, in the order of writing, each after the answer to the one before (S8.2)', async () => {
  const { clock, outbox, jobs, posts, write } = setUp(() => 'ok');
  for (const key of ['a', 'b', 'c']) {
    write(key);
    outbox.kick('dlg_1');
    await clock.runUntil(clock.now() + 1);
  }
  await clock.runUntil(clock.now() + 100);
  expect(posts).toEqual(['a', 'b', 'c']);
  expect(jobs.all()).toEqual([]);
});

test('what was refused fails visibly and the queue moves on (S8.3)', async () => {
  const { clock, store, outbox, posts, write } = setUp((text) => (text === 'a' ? status(400) : 'ok'));
  write('a');
  await clock.runUntil(clock.now() + 1);
  write('b');
  outbox.kick('dlg_1');
  await clock.runUntil(clock.now() + 100);
  expect(posts).toEqual(['a', 'b']);
  expect(store.message('a')?.state).toBe('failed');
  expect(store.message('b')?.state).toBe('sent');
});

test('an unknown outcome is looked up twice before it is sent again (S8.4)', async () => {
  const lost = setUp((_text, attempt) => (attempt === 1 ? transport('timeout') : 'ok'));
  lost.write('a');
  lost.outbox.kick('dlg_1');
  await lost.clock.runUntil(lost.clock.now() + 13_999);
  expect([lost.posts.length, lost.verifications()]).toEqual([1, 1]);
  await lost.clock.runUntil(lost.clock.now() + 2_000);
  expect([lost.posts.length, lost.verifications()]).toEqual([2, 2]);
});

test('what the look-up finds is not sent again (S8.4, S8.6)', async () => {
  const found = setUp(() => transport('timeout'), { found: () => true });
  found.write('a');
  found.outbox.kick('dlg_1');
  await found.clock.runUntil(found.clock.now() + 60_000);
  expect([found.posts.length, found.verifications()]).toEqual([1, 1]);
  expect(found.jobs.all()).toEqual([]);
});

test('a server that deduplicates gets the retry at once, without looking (S8.4, P7.2)', async () => {
  const { clock, outbox, posts, write, verifications } = setUp(
    (_text, attempt) => (attempt < 3 ? transport('reset') : 'ok'),
    { deduplicates: true },
  );
  write('a');
  outbox.kick('dlg_1');
  await clock.runUntil(clock.now() + 5_000);
  expect([posts.length, verifications()]).toEqual([3, 0]);
});

test('a request that was out when the program was killed is looked up by the next one (S8.5)', async () => {
  const first = setUp(() => 'ok');
  first.write('a');
  const [job] = first.jobs.all();
  if (job) first.store.saveJob({ ...job, attempts: 1, ambiguous: true });
  const second = setUp(() => 'ok', { store: first.store });
  second.outbox.kickAll();
  await second.clock.runUntil(second.clock.now() + 500);
  expect(second.posts).toEqual([]);
  await second.clock.runUntil(second.clock.now() + 15_000);
  expect([second.posts.length, second.verifications()]).toEqual([1, 2]);
});

test('what waited for more than an hour is held, not sent (S8.7)', async () => {
  const { clock, store, outbox, jobs, posts, write } = setUp(() => 'ok');
  write('a');
  await clock.runUntil(clock.now() + hour);
  outbox.kick('dlg_1');
  await clock.runUntil(clock.now() + 1_000);
  expect(posts).toEqual([]);
  expect(store.message('a')?.state).toBe('held');
  expect(jobs.all()).toMatchObject([{ held: true }]);
});

test('a store that refuses for a while does not end the queue (S8.9)', async () => {
  const memory = createMemoryHistory();
  let isFull = false;
  const store: HistoryStore = {
    ...memory,
    saveJob: (job) => {
      if (isFull) throw new Error('database or disk is full');
      memory.saveJob(job);
    },
  };
  const { clock, outbox, posts, write } = setUp(() => 'ok', { store });
  write('a');
  isFull = true;
  outbox.kick('dlg_1');
  await clock.runUntil(clock.now() + 20_000);
  expect(posts).toEqual([]);
  isFull = false;
  await clock.runUntil(clock.now() + 20_000);
  expect(posts).toEqual(['a']);
});

const outcomes = {
  ok: 'ok' as const,
  refused: transport('refused'),
  lost: transport('timeout'),
  committedAndLost: transport('reset'),
  busy: status(429),
  failed: status(400),
};

test.each([true, false])(
  'model: whatever the server does, nothing vanishes and order holds (deduplicates: %s) (S8.2, S8.8)',
  async (deduplicates) => {
    const fates = fc.array(fc.constantFrom(...(Object.keys(outcomes) as (keyof typeof outcomes)[])), {
      maxLength: 25,
    });
    await fc.assert(
      fc.asyncProperty(fates, fc.integer({ min: 1, max: 6 }), async (plan, count) => {
        const stored: string[] = [];
        const commit = (text: string) => {
          if (!deduplicates || !stored.includes(text)) stored.push(text);
        };
        const setup = setUp(
          (text, attempt) => {
            const fate = plan[attempt - 1] ?? 'ok';
            if (fate === 'ok' || fate === 'committedAndLost') commit(text);
            return outcomes[fate];
          },
          {
            deduplicates,
            found: () => stored.includes(String(setup.jobs.all()[0]?.id)),
          },
        );
        for (let index = 0; index < count; index++) {
          setup.write(`m${index}`);
          setup.outbox.kick('dlg_1');
          await setup.clock.runUntil(setup.clock.now() + 10);
        }
        await setup.clock.runUntil(setup.clock.now() + 50 * 60 * 1_000);
        expect(setup.jobs.all()).toEqual([]);
        // Stored once: a committed request whose answer was lost is found, or deduplicated, never repeated.
        expect(new Set(stored).size).toBe(stored.length);
        expect(stored).toEqual([...stored].sort());
        for (let index = 0; index < count; index++) {
          const failed = setup.store.message(`m${index}`)?.state === 'failed';
          expect(stored.includes(`m${index}`)).toBe(!failed);
        }
      }),
      { numRuns: 300 },
    );
  },
);

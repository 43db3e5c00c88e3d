import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import { ApiError } from '../rest/rest.ts';
import type { DialogRecord } from '../store.ts';
import { emptyMark } from './unread.ts';
import { createWatermarks } from './watermarks.ts';

const busy = (retryAfterMs: number | null = null) =>
  new ApiError({ code: 'tooManyAttempts', status: 429, retryAfterMs });

/** Three dialogs, read and delivered up to seq 5. Each request takes 100 ms; `answers` in turn, then all is well. */
function setUp(answers: (Error | null)[] = []) {
  const clock = createVirtualClock(0);
  const told: string[] = [];
  const synced = new Map<string, number>();
  const delivered = new Map<string, number>();
  const state = { isLive: true, atOnce: 0, mostAtOnce: 0 };
  const watermarks = createWatermarks({
    rest: {
      moveWatermark: async (dialogId, kind, seq) => {
        told.push(`${clock.now()} ${dialogId} ${kind} ${seq}`);
        state.atOnce += 1;
        state.mostAtOnce = Math.max(state.mostAtOnce, state.atOnce);
        await new Promise<void>((resolve) => clock.schedule(100, resolve));
        state.atOnce -= 1;
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return undefined;
      },
    },
    clock,
    random: () => 0.5,
    log: { info: () => {}, warn: () => {} },
    isLive: () => state.isLive,
    record: (dialogId) => ({ dialogId, syncedReadSeq: synced.get(dialogId) ?? 0 }) as DialogRecord,
    updateRecord: (dialogId, { syncedReadSeq = 0 }) => void synced.set(dialogId, syncedReadSeq),
    ownMark: (dialogId) => ({
      ...emptyMark('me'),
      readSeq: 5,
      readAt: 5_000,
      deliveredSeq: delivered.get(dialogId) ?? 0,
    }),
    onDelivered: (dialogId, seq) => void delivered.set(dialogId, seq),
  });
  const note = () => {
    for (const dialogId of ['a', 'b', 'c']) {
      watermarks.noteRead(dialogId);
      watermarks.noteDelivered(dialogId, 6);
    }
    watermarks.run();
  };
  return { clock, watermarks, told, state, note };
}

const all = ['a read 5', 'b read 5', 'c read 5', 'a delivered 6', 'b delivered 6', 'c delivered 6'];
const timesOf = (told: string[]) => told.map((entry) => Number(entry.split(' ')[0]));
const whatOf = (told: string[]) => told.map((entry) => entry.slice(entry.indexOf(' ') + 1));

test('marks go one by one, and each once (S9.5, S16.2)', async () => {
  const { clock, watermarks, told, state, note } = setUp();
  note();
  watermarks.run();
  await clock.runUntil(60_000);
  expect(whatOf(told)).toEqual(all);
  expect(state.mostAtOnce).toBe(1);
});

test.each(['read', 'delivered'] as const)(
  'a mark that the server cannot take now comes again when the server says, and all others wait too: %s (S9.5)',
  async (kind) => {
    const before = kind === 'read' ? 0 : 3;
    const { clock, told, state, note } = setUp([...Array(before).fill(null), busy(60_000)]);
    note();
    const refusedAt = (before + 1) * 100;
    await clock.runUntil(refusedAt + 60_000 - 1);
    expect(told).toHaveLength(before + 1);
    await clock.runUntil(200_000);
    expect(new Set(whatOf(told))).toEqual(new Set(all));
    expect(told).toHaveLength(all.length + 1);
    expect(state.mostAtOnce).toBe(1);
  },
);

test('without a word of the server’s it waits at least 10 s, and longer each time (S9.5)', async () => {
  const { clock, watermarks, told } = setUp([busy(), busy(), busy(), busy(), busy()]);
  watermarks.noteRead('a');
  watermarks.run();
  await clock.runUntil(600_000);
  const times = timesOf(told);
  const pauses = times.slice(1).map((time, index) => time - 100 - (times[index] ?? 0));
  expect(pauses).toEqual([10_500, 11_000, 12_000, 14_000, 18_000]);
});

test('what is refused for good holds up nothing and is not asked for again (S9.5)', async () => {
  const gone = () => new ApiError({ code: 'notMember', status: 403 });
  const { clock, told, note } = setUp([gone(), null, null, gone()]);
  note();
  await clock.runUntil(600_000);
  expect(whatOf(told)).toEqual(all);
  expect(timesOf(told).at(-1)).toBe(500);
});

test('a new connection ends a pause, except the one that the server asked for (S9.5)', async () => {
  for (const [answer, at] of [
    [new ApiError({ code: 'timeout', failure: 'timeout' }), 1_000],
    [busy(20_000), 20_100],
  ] as const) {
    const { clock, watermarks, told } = setUp([answer]);
    watermarks.noteRead('a');
    watermarks.run();
    await clock.runUntil(1_000);
    watermarks.endPause();
    watermarks.run();
    await clock.runUntil(60_000);
    expect(timesOf(told)).toEqual([0, at]);
  }
});

test('away and stopped, nothing is told (S9.5)', async () => {
  const { clock, watermarks, told, state, note } = setUp([busy()]);
  note();
  await clock.runUntil(1_000);
  state.isLive = false;
  await clock.runUntil(100_000);
  expect(told).toHaveLength(1);
  state.isLive = true;
  watermarks.stop();
  watermarks.run();
  await clock.runUntil(200_000);
  expect(told).toHaveLength(1);
});

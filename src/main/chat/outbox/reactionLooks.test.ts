import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import { ApiError } from '../rest/rest.ts';
import { createReactionLooks } from './reactionLooks.ts';

const minute = 60_000;
const keys = Array.from({ length: 60 }, (_, index) => `m${index}`);

function looks(options: { fails?: (key: string) => unknown } = {}) {
  const clock = createVirtualClock(0);
  const asked: string[] = [];
  const fetched: string[] = [];
  const state = { open: 'dlg_1' as string | null, isNeeded: true, inFlight: 0, mostInFlight: 0 };
  const made = createReactionLooks({
    clock,
    log: { info: () => {}, warn: () => {} },
    isNeeded: () => state.isNeeded,
    openDialogId: () => state.open,
    fetch: (dialogId) => fetched.push(dialogId),
    ask: async (key) => {
      asked.push(key);
      state.mostInFlight = Math.max(state.mostInFlight, ++state.inFlight);
      await new Promise<void>((resolve) => clock.schedule(100, resolve));
      state.inFlight -= 1;
      const error = options.fails?.(key);
      if (error !== undefined) throw error;
    },
  });
  return { ...made, clock, asked, fetched, state };
}

test('asks for what is in sight, the newest twenty, three at a time, and again each minute (S12.5)', async () => {
  const { setInView, clock, asked, state } = looks();
  setInView('dlg_1', keys);
  await clock.runUntil(10_000);
  expect(asked.toSorted()).toEqual(keys.slice(-20).toSorted());
  expect(state.mostInFlight).toBe(3);
  await clock.runUntil(10 * minute - 1);
  expect(asked).toHaveLength(10 * 20);
});

test('scrolling asks for nothing; coming back asks, and never twice at once for one message', async () => {
  const { setInView, look, clock, asked, fetched } = looks();
  setInView('dlg_1', ['m1']);
  await clock.runUntil(500);
  setInView('dlg_1', ['m2', 'm1']);
  await clock.runUntil(900);
  expect(asked).toEqual(['m1']);
  look();
  look();
  await clock.runUntil(1_500);
  expect(asked).toEqual(['m1', 'm2']);
  await clock.runUntil(10_000);
  expect(asked.filter((key) => key === 'm1')).toHaveLength(2);
  // Who read how far is in the history, which whoever opens the dialog fetches anyway.
  expect(fetched).toEqual(['dlg_1', 'dlg_1']);
});

test('asks for nothing while the window is hidden, another dialog is open or the server tells by itself', async () => {
  const { setInView, clock, asked, state } = looks();
  setInView('dlg_1', ['m1']);
  await clock.runUntil(1_000);
  setInView('dlg_1', []);
  await clock.runUntil(5 * minute);
  expect(asked).toHaveLength(1);
  setInView('dlg_1', ['m1']);
  await clock.runUntil(6 * minute - 1);
  expect(asked).toHaveLength(2);
  state.open = 'dlg_2';
  await clock.runUntil(9 * minute);
  state.open = 'dlg_1';
  state.isNeeded = false;
  setInView('dlg_1', []);
  setInView('dlg_1', ['m1']);
  await clock.runUntil(12 * minute);
  expect(asked).toHaveLength(2);
});

test('a message that is gone holds up nothing; a server that fails is left alone until the next look', async () => {
  const gone = new ApiError({ code: 'dialogNotFound', status: 500, upstreamStatus: 404 });
  const one = looks({ fails: (key) => (key === 'm59' ? gone : undefined) });
  one.setInView('dlg_1', keys);
  await one.clock.runUntil(10_000);
  expect(one.asked).toHaveLength(20);
  const all = looks({ fails: () => new ApiError({ code: 'serverFailed', status: 502 }) });
  all.setInView('dlg_1', keys);
  await all.clock.runUntil(10_000);
  expect(all.asked).toHaveLength(3);
  await all.clock.runUntil(minute + 10_000);
  expect(all.asked).toHaveLength(6);
});

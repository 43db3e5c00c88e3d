import { expect, test } from 'vitest';
import type { UpdateView } from '../../shared/updates.ts';
import type { Clock } from '../chat/ports.ts';
import { createUpdates, UpdateFailure, type Updater, type UpdatesOptions } from './updates.ts';

const feed = { on: true, url: 'https://updates.example.ru/', key: 'key' } as const;
const log = { info: () => {}, warn: () => {} };

/** A clock whose timers run when the test says so. */
function manualClock() {
  const timers: { delayMs: number; task: () => void }[] = [];
  const clock: Clock = {
    now: () => 0,
    elapsed: () => 0,
    schedule: (delayMs, task) => {
      const timer = { delayMs, task };
      timers.push(timer);
      return () => {
        timers.splice(timers.indexOf(timer), 1);
      };
    },
  };
  return { clock, timers, runNext: () => timers.shift()?.task() };
}

function make(overrides: Partial<Updater> = {}, options: Partial<UpdatesOptions> = {}) {
  const seen: UpdateView[] = [];
  const installs: number[] = [];
  const time = manualClock();
  const updater: Updater = {
    check: async () => '1.2.3',
    download: async (onPercent) => {
      for (const percent of [10.7, 10.9, 55, 54, 100]) onPercent(percent);
    },
    install: async () => void installs.push(1),
    ...overrides,
  };
  const updates = createUpdates({
    feed,
    loadUpdater: async () => updater,
    hasUnsentText: () => false,
    emit: (view) => seen.push(view),
    clock: time.clock,
    log,
    ...options,
  });
  return { updates, seen, installs, time };
}

test('from the question to the restart', async () => {
  const { updates, seen, installs } = make();
  await updates.check();
  await updates.download();
  expect(await updates.install(false)).toBe(true);
  expect(installs).toHaveLength(1);
  expect(seen).toEqual([
    { state: 'checking' },
    { state: 'available', version: '1.2.3' },
    { state: 'downloading', version: '1.2.3', percent: 0 },
    { state: 'downloading', version: '1.2.3', percent: 10 },
    { state: 'downloading', version: '1.2.3', percent: 55 },
    { state: 'downloading', version: '1.2.3', percent: 100 },
    { state: 'ready', version: '1.2.3' },
  ]);
});

test('unsent text holds the restart until the person says so', async () => {
  const { updates, installs } = make({}, { hasUnsentText: () => true });
  await updates.check();
  await updates.download();
  expect(await updates.install(false)).toBe(false);
  expect(installs).toHaveLength(0);
  expect(updates.view()).toEqual({ state: 'ready', version: '1.2.3' });
  expect(await updates.install(true)).toBe(true);
  expect(installs).toHaveLength(1);
});

test('nothing is loaded or installed out of turn', async () => {
  const { updates, installs, seen } = make({ check: async () => null });
  await updates.download();
  await updates.install(true);
  await updates.check();
  await updates.download();
  expect(installs).toHaveLength(0);
  expect(seen).toEqual([{ state: 'checking' }, { state: 'idle' }]);
});

test('a check does not disturb an update on its way', async () => {
  let checks = 0;
  const { updates } = make({
    check: async () => {
      checks += 1;
      return '1.2.3';
    },
  });
  await updates.check();
  await updates.download();
  await updates.check();
  expect(checks).toBe(1);
  expect(updates.view().state).toBe('ready');
});

test('failures name their trouble, and the next check begins anew', async () => {
  let check = (): Promise<string | null> => Promise.reject(new UpdateFailure('signature'));
  const { updates } = make({
    check: () => check(),
    download: () => Promise.reject(new UpdateFailure('damaged')),
    install: async () => {},
  });
  await updates.check();
  expect(updates.view()).toEqual({ state: 'failed', trouble: 'signature', version: null });
  check = () => Promise.reject(new Error('of some library'));
  await updates.check();
  expect(updates.view()).toEqual({ state: 'failed', trouble: 'unreachable', version: null });
  check = async () => '1.2.3';
  await updates.check();
  await updates.download();
  expect(updates.view()).toEqual({ state: 'failed', trouble: 'damaged', version: '1.2.3' });
  await updates.download();
  expect(updates.view().state).toBe('failed');
});

test('a download is given up when nothing comes any more, not when it is slow', async () => {
  const { updates, time } = make({
    download: (onPercent, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new UpdateFailure('unreachable')));
        onPercent(1);
      }),
  });
  await updates.check();
  const downloaded = updates.download();
  expect(time.timers.map(({ delayMs }) => delayMs)).toEqual([60_000]);
  time.runNext();
  await downloaded;
  expect(updates.view()).toEqual({ state: 'failed', trouble: 'unreachable', version: '1.2.3' });
});

test('an installation that cannot start is told', async () => {
  const { updates } = make({
    install: () => Promise.reject(new UpdateFailure('notInstalled')),
  });
  await updates.check();
  await updates.download();
  await updates.install(false);
  expect(updates.view()).toEqual({ state: 'failed', trouble: 'notInstalled', version: '1.2.3' });
});

test('looks soon after the start and then every six hours, until it is stopped', async () => {
  let checks = 0;
  const { updates, time } = make({
    check: async () => {
      checks += 1;
      return null;
    },
  });
  updates.start();
  expect(time.timers.map(({ delayMs }) => delayMs)).toEqual([15_000]);
  time.runNext();
  expect(time.timers.map(({ delayMs }) => delayMs)).toEqual([6 * 60 * 60_000]);
  await expect.poll(() => updates.view().state).toBe('idle');
  expect(checks).toBe(1);
  updates.stop();
  expect(time.timers).toHaveLength(0);
});

test('while updates are off nothing is asked or even loaded', async () => {
  const { updates, seen, time } = make(
    {},
    {
      feed: { on: false, reason: 'system' },
      loadUpdater: () => Promise.reject(new Error('must not be loaded')),
    },
  );
  updates.start();
  await updates.check();
  expect(time.timers).toHaveLength(0);
  expect(seen).toEqual([]);
  expect(updates.view()).toEqual({ state: 'off', reason: 'system' });
});

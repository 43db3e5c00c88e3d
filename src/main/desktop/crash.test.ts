import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recoverFromCrashes } from './crash.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const reloads: number[] = [];
  const state = { destroyed: false };
  const webContents = Object.assign(new EventEmitter(), { reload: () => reloads.push(performance.now()) });
  const window = Object.assign(new EventEmitter(), { webContents, isDestroyed: () => state.destroyed });
  recoverFromCrashes(window as unknown as BrowserWindow, { info: () => {}, warn: () => {} });
  const crash = (reason = 'crashed') =>
    webContents.emit('render-process-gone', {}, { reason, exitCode: 139 });
  /** Milliseconds from a crash to the page being loaded again. */
  function backAfter(): number {
    const before = reloads.length;
    const at = performance.now();
    crash();
    vi.advanceTimersByTime(5_000);
    expect(reloads).toHaveLength(before + 1);
    return (reloads.at(-1) ?? 0) - at;
  }
  return { reloads, state, crash, backAfter };
}

test('a page that crashes is loaded again, within 2 s however often, and soon again after a calm (S17.14)', () => {
  const { backAfter } = setUp();
  vi.advanceTimersByTime(100_000);
  expect(Array.from({ length: 6 }, backAfter)).toEqual([200, 400, 800, 1_600, 2_000, 2_000]);
  vi.advanceTimersByTime(61_000);
  expect(backAfter()).toBe(200);
});

test('a page that ended by itself, and one whose window is gone, stay away', () => {
  const { reloads, state, crash } = setUp();
  crash('clean-exit');
  vi.advanceTimersByTime(5_000);
  crash();
  state.destroyed = true;
  vi.advanceTimersByTime(5_000);
  expect(reloads).toEqual([]);
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchTrayHost } from './watchTrayHost.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watch(present: boolean) {
  const world = { present, asked: 0, appeared: 0 };
  const host = watchTrayHost({
    hasHost: async () => {
      world.asked += 1;
      return world.present;
    },
    schedule: (delayMs, task) => {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    onAppear: () => {
      world.appeared += 1;
    },
  });
  return { world, host };
}

describe('watchTrayHost', () => {
  it('asks once where there is one', async () => {
    const { world, host } = watch(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world).toEqual({ present: true, asked: 1, appeared: 0 });
    expect(await host.wait(1_000)).toBe(true);
  });

  it('notices one that comes later', async () => {
    const { world, host } = watch(false);
    const found = host.wait(10_000);
    await vi.advanceTimersByTimeAsync(1_000);
    world.present = true;
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await found).toBe(true);
    expect(world.appeared).toBe(1);
  });

  it('gives up after a while, and looks again when asked', async () => {
    const { world, host } = watch(false);
    const found = host.wait(10_000);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(await found).toBe(false);
    expect(world.asked).toBeLessThan(10);
    world.present = true;
    expect(await host.ask()).toBe(true);
    expect(world.appeared).toBe(1);
  });

  it('tells when it was away', async () => {
    const { world, host } = watch(true);
    await vi.advanceTimersByTimeAsync(1);
    world.present = false;
    expect(await host.ask()).toBe(false);
    world.present = true;
    expect(await host.ask()).toBe(true);
    expect(world.appeared).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { boundsOnScreen } from './windowBounds.ts';

const screen = { x: 0, y: 0, width: 1_920, height: 1_080 };
const second = { x: 1_920, y: 0, width: 1_280, height: 1_024 };

describe('boundsOnScreen', () => {
  it('keeps what can be reached', () => {
    const bounds = { x: 2_000, y: 100, width: 900, height: 700 };
    expect(boundsOnScreen(bounds, [screen, second])).toEqual(bounds);
    expect(boundsOnScreen({ ...bounds, x: -700 }, [screen])).toEqual({ ...bounds, x: -700 });
  });

  it('forgets what cannot', () => {
    const bounds = { x: 2_000, y: 100, width: 900, height: 700 };
    expect(boundsOnScreen(bounds, [screen])).toBeNull();
    expect(boundsOnScreen({ ...bounds, x: 0, y: -50 }, [screen])).toBeNull();
    expect(boundsOnScreen({ ...bounds, x: 0, y: 1_070 }, [screen])).toBeNull();
    expect(boundsOnScreen(bounds, [])).toBeNull();
  });

  it('is never smaller than the minimum', () => {
    expect(boundsOnScreen({ x: 0, y: 0, width: 1, height: 1 }, [screen])).toEqual({
      x: 0,
      y: 0,
      width: 400,
      height: 480,
    });
  });
});

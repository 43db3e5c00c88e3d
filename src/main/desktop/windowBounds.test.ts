import { describe, expect, it } from 'vitest';
import { boundsOnScreen, sizeOnScreen } from './windowBounds.ts';

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

  const laptop = { x: 0, y: 0, width: 1_366, height: 728 };

  it.each([
    ['of a larger screen', { x: 30, y: 20, width: 2_500, height: 1_400 }, laptop],
    [
      'too wide alone',
      { x: 200, y: 20, width: 2_500, height: 700 },
      { x: 0, y: 20, width: 1_366, height: 700 },
    ],
    ['too high alone', { x: 200, y: 20, width: 900, height: 729 }, { x: 200, y: 0, width: 900, height: 728 }],
    ['as large as the screen', laptop, laptop],
  ])('fits what is %s', (_, bounds, fitting) => {
    expect(boundsOnScreen(bounds, [laptop])).toEqual(fitting);
  });

  it('fits the screen that shows most of it', () => {
    const bounds = { x: 1_900, y: 0, width: 2_500, height: 900 };
    expect(boundsOnScreen(bounds, [screen, second])).toEqual({ ...bounds, x: 1_920, width: 1_280 });
  });

  it('fits a window that was never placed', () => {
    expect(sizeOnScreen(laptop)).toEqual({ width: 1_080, height: 728 });
    expect(sizeOnScreen(screen)).toEqual({ width: 1_080, height: 760 });
  });
});

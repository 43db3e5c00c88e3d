import { expect, it } from 'vitest';
import { settingsSchema } from './settingsSchema.ts';
import { changedZoom, zoomRange } from './zoom.ts';

it('goes step by step and stops at both ends', () => {
  expect(changedZoom(100, 'in')).toBe(110);
  expect(changedZoom(100, 'out')).toBe(90);
  expect(changedZoom(101, 'in')).toBe(110);
  expect(changedZoom(101, 'out')).toBe(100);
  expect(changedZoom(300, 'in')).toBe(300);
  expect(changedZoom(50, 'out')).toBe(50);
  expect(changedZoom(300, 'reset')).toBe(100);
});

it('reaches every step and the way back', () => {
  let percent = zoomRange.smallest;
  const seen = [percent];
  while (percent < zoomRange.largest) {
    percent = changedZoom(percent, 'in');
    seen.push(percent);
  }
  for (const step of seen.reverse()) {
    expect(percent).toBe(step);
    percent = changedZoom(percent, 'out');
  }
});

it('is refused outside of its range', () => {
  const { zoom } = settingsSchema.shape;
  for (const wrong of [49, 301, 100.5, Number.NaN, '100', null, -100, Number.POSITIVE_INFINITY])
    expect(zoom.safeParse(wrong).success, String(wrong)).toBe(false);
  expect(zoom.safeParse(50).success && zoom.safeParse(300).success).toBe(true);
});

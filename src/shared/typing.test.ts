import { expect, it } from 'vitest';
import { typingIntervalMs, typingLastsMs } from './typing.ts';

it('a hint that is lost on its way does not make the line flicker by itself (S11.4)', () => {
  expect(typingLastsMs).toBeGreaterThan(typingIntervalMs);
});

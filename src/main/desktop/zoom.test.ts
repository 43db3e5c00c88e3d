import { expect, it } from 'vitest';
import { zoomOfKey } from './zoom.ts';

it.each([
  ['Equal', '=', 'in'],
  ['Equal', '+', 'in'],
  ['NumpadAdd', '+', 'in'],
  ['Minus', '-', 'out'],
  ['NumpadSubtract', '-', 'out'],
  ['Digit0', '0', 'reset'],
  ['Numpad0', '0', 'reset'],
  // German
  ['BracketRight', '+', 'in'],
  ['Slash', '-', 'out'],
  ['Minus', 'ß', null],
  // French
  ['Digit6', '-', 'out'],
  ['Digit0', 'à', 'reset'],
  // Dvorak
  ['Minus', '[', null],
  ['BracketRight', '=', 'in'],
  ['Quote', '-', 'out'],
  // Copying, without NumLock.
  ['Numpad0', 'Insert', null],
  ['KeyA', 'a', null],
])('%s with %s: %s', (code, key, change) => {
  expect(zoomOfKey({ code, key })).toBe(change);
});

import { expect, it } from 'vitest';
import { isolated, withoutBidiControls } from './bidi.ts';

it.each([
  ['Анна\u202E', 'Анна'],
  ['\u2067Анна\u2069 \u202Bх\u202C', 'Анна х'],
  ['👩‍🚀 Иван', '👩‍🚀 Иван'],
  ['\u200Fדוד', '\u200Fדוד'],
])('%j turns nothing around', (name, kept) => {
  expect(withoutBidiControls(name)).toBe(kept);
});

it('isolates what is written from right to left, and leaves the rest as it is', () => {
  expect(isolated('Андрей\u202E')).toBe('Андрей');
  expect(isolated('דוד')).toBe('\u2068דוד\u2069');
  expect(isolated('محمد 5')).toBe('\u2068محمد 5\u2069');
});

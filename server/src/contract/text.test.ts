import { expect, test } from 'vitest';
import { canonicalJson, cleanContent, cleanText, isDeeperThan } from './text.ts';

test.each([
  [' Привет ', 'Привет'],
  ['\ufeffx\ufeff', 'x'],
  ['a\0b', 'ab'],
  ['\ud800', '\ufffd'],
  ['👨‍👩‍👧', '👨‍👩‍👧'],
  ['\u202eabc', '\u202eabc'],
  ['e\u0301'.repeat(3), 'e\u0301'.repeat(3)],
  ['', ''],
  [' \n\t\u00a0\u2003\u3000', ''],
  ['\u200b\u200c\u200d\u2060\ufeff', ''],
  ['\u202a\u202e\u2066\u2069', ''],
  ['\u3164\u115f\u1160\uffa0\u2800', ''],
  ['\ufe0f\u{e0100}\u{e0061}', ''],
  ['\u0000\u0007\u001b\u0085', ''],
])('cleanText(%j) is %j', (text, expected) => {
  expect(cleanText(text)).toBe(expected);
});

test.each([
  ['\n \n    if (x):\n        y()\n\n ', '    if (x):\n        y()'],
  ['\tcolumn \r\n\r\n', '\tcolumn'],
  ['\ufeff# title', '# title'],
  [' \n\t\u2060\n ', ''],
])('cleanContent(%j) is %j', (text, expected) => {
  expect(cleanContent(text)).toBe(expected);
  expect(cleanContent(expected)).toBe(expected);
});

test('canonical JSON does not depend on the order of keys, only on the values', () => {
  expect(canonicalJson({ b: [{ y: 1, x: 2 }], a: null })).toBe(
    canonicalJson({ a: null, b: [{ x: 2, y: 1 }] }),
  );
  expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
});

test('depth', () => {
  expect(isDeeperThan('x', 0)).toBe(false);
  expect(isDeeperThan({ a: 1 }, 1)).toBe(false);
  expect(isDeeperThan({ a: [1] }, 1)).toBe(true);
});

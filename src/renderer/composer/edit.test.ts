import { expect, it } from 'vitest';
import { cleanPasted, toggleSign } from './edit.ts';

function toggled(marked: string, sign: string): string {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  const text = marked.replace('[', '').replace(']', '');
  const edit = toggleSign({ text, start, end }, sign);
  return text.slice(0, edit.start) + edit.inserted + text.slice(edit.end);
}

it.each([
  ['это [важно] всем', '*', 'это *важно* всем'],
  ['это *[важно]* всем', '*', 'это важно всем'],
  ['это [*важно*] всем', '*', 'это важно всем'],
  ['пусто []', '_', 'пусто __'],
  ['[x]', '`', '`x`'],
])('%s with %s', (marked, sign, expected) => {
  expect(toggled(marked, sign)).toBe(expected);
});

it('cleans what is pasted and keeps what people mean', () => {
  expect(cleanPasted('a\r\nb\rc\u0000\u0007\td\u00a0e\ud800')).toBe('a\nb\nc\td\u00a0e\ufffd');
});

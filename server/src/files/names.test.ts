import { expect, test } from 'vitest';
import { cleanFileName } from './names.ts';

test.each([
  ['Отчёт за 2026.pdf', 'Отчёт за 2026.pdf'],
  [' a.txt ', 'a.txt'],
  ['C:\\fakepath\\скан.png', 'скан.png'],
  ['a/b/', 'file'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['\u2066x\u2069.zip', 'x.zip'],
  ['\u200b\u200d.exe', 'file.exe'],
  ['👨‍👩‍👧.jpg', '👨‍👩‍👧.jpg'],
  ['e\u0301.txt', '\u00e9.txt'],
  ['\ud800.txt', '\ufffd.txt'],
  ['...', 'file'],
  ['a.', 'a.'],
  ['.gitignore', 'file.gitignore'],
  ['a\tb\u2028c', 'abc'],
])('cleanFileName(%j) is %j (P7.48)', (name, clean) => {
  expect(cleanFileName(name)).toBe(clean);
  expect(cleanFileName(clean)).toBe(clean);
});

test('a long name keeps its extension and whole signs (P7.48)', () => {
  for (const stem of ['я'.repeat(500), '👨‍👩‍👧'.repeat(100), 'a b'.repeat(200), `${'x'.repeat(300)}.tar`]) {
    const clean = cleanFileName(`${stem}.docx`);
    expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(clean)).toBeGreaterThan(220);
    expect(clean.endsWith('.docx')).toBe(true);
    expect(stem.startsWith(clean.slice(0, -'.docx'.length))).toBe(true);
  }
  const unlikely = cleanFileName(`a.${'b'.repeat(300)}`);
  expect(Buffer.byteLength(unlikely)).toBe(255);
});

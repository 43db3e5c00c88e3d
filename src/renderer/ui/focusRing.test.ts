import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

function sources(): [name: string, text: string][] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx') && !name.endsWith('.test.tsx'))
    .map((name) => [name, readFileSync(join(root, name), 'utf8')]);
}

/** Tailwind's classes that set `--tw-outline-style: none`, by which they silence every outline class beside them. */
const silencing = /(?<=["'`\s:])outline-(?:none|hidden)(?=["'`\s])/;

it('knows the classes that silence the ring', () => {
  for (const classes of ['"outline-none"', "'a focus:outline-none'", '`a outline-hidden b`'])
    expect(silencing.test(classes)).toBe(true);
  expect(silencing.test('"outline-2 focus-inside"')).toBe(false);
});

it('leaves the ring to the style sheet: no element takes it away by a class', () => {
  expect(sources().flatMap(([name, text]) => (silencing.test(text) ? [name] : []))).toEqual([]);
});

/// <reference types="vite/client" />
import { expect, it } from 'vitest';

const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.{ts,tsx}'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Tailwind's classes that set `--tw-outline-style: none`, by which they silence every outline class beside them. */
const silencing = /(?<=["'`\s:])outline-(?:none|hidden)(?=["'`\s])/;

it('knows the classes that silence the ring', () => {
  for (const classes of ['"outline-none"', "'a focus:outline-none'", '`a outline-hidden b`'])
    expect(silencing.test(classes)).toBe(true);
  expect(silencing.test('"outline-2 focus-inside"')).toBe(false);
});

it('leaves the ring to the style sheet: no element takes it away by a class', () => {
  const files = Object.entries(sources);
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap(([name, text]) => (silencing.test(text) ? [name] : []))).toEqual([]);
});

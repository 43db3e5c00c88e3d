import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { placeDictionaries } from './spellCheck.ts';

const from = join(import.meta.dirname, '../../../resources/dictionaries');
const names = ['en-US-10-1.bdic', 'ru-RU-3-0.bdic'];
let root: string;
let logged: string[];
const log = { info: () => {}, warn: (event: string) => logged.push(event) };
const place = () => placeDictionaries(from, root, log);
const placed = () => readdirSync(join(root, 'Dictionaries')).sort();

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chat3-dictionaries-'));
  logged = [];
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

it('puts both where Chromium looks, and once only', () => {
  place();
  expect(placed()).toEqual(names);
  for (const name of names)
    expect(readFileSync(join(root, 'Dictionaries', name)).equals(readFileSync(join(from, name)))).toBe(true);
  const before = names.map((name) => statSync(join(root, 'Dictionaries', name)).ino);
  place();
  expect(names.map((name) => statSync(join(root, 'Dictionaries', name)).ino)).toEqual(before);
  expect(logged).toEqual([]);
});

it('replaces one that was cut off', () => {
  mkdirSync(join(root, 'Dictionaries'));
  writeFileSync(join(root, 'Dictionaries', 'ru-RU-3-0.bdic'), 'BDic');
  place();
  expect(statSync(join(root, 'Dictionaries', 'ru-RU-3-0.bdic')).size).toBeGreaterThan(2_000_000);
});

it('goes on where the folder cannot be written', () => {
  writeFileSync(join(root, 'Dictionaries'), 'a file where the folder should be');
  place();
  expect(logged).toEqual(['spellCheck.notPlaced', 'spellCheck.notPlaced']);
});

it('comes with the licence of each', () => {
  expect(readFileSync(join(from, 'ru-RU.LICENSE.txt'), 'utf8')).toContain('Alexander I. Lebedev');
  expect(readFileSync(join(from, 'en-US.LICENSE.txt'), 'utf8')).toContain('Kevin Atkinson');
});

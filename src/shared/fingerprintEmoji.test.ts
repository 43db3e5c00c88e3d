import en from 'emojibase-data/en/data.json';
import ru from 'emojibase-data/ru/data.json';
import { expect, test } from 'vitest';
import { emojiOf } from './fingerprintEmoji.ts';

const all = Array.from(
  { length: 256 },
  (_, byte) => emojiOf(byte.toString(16).padStart(2, '0').repeat(4))[0] ?? '',
);

test('a byte has an emoji of its own', () => {
  expect(all).not.toContain('');
  expect(new Set(all).size).toBe(256);
  expect(emojiOf(`00ff0102${'0'.repeat(56)}`)).toEqual([all[0], all[255], all[1], all[2]]);
});

const withoutSelector = (emoji: string) => emoji.replaceAll('\uFE0F', '');
const plain = all.map(withoutSelector);

test('each has a name of its own in both languages (S22.4)', () => {
  for (const data of [ru, en] as { emoji: string; label: string; version: number }[][]) {
    const named = data.filter(({ emoji }) => plain.includes(withoutSelector(emoji)));
    expect(named).toHaveLength(256);
    expect(new Set(named.map(({ label }) => label)).size).toBe(256);
    expect(Math.max(...named.map(({ version }) => version))).toBeLessThanOrEqual(5);
  }
});

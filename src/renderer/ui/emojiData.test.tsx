import { expect, it } from 'vitest';
import '../i18n/language.tsx';
import { loadEmojiData, shapeEmojiData } from './emojiData.ts';

const smiley = { emoji: '😀', label: 'улыбка', group: 0, subgroup: 0, version: 1 };
const flag = { emoji: '🇷🇺', label: 'флаг', group: 9, subgroup: 98, version: 2 };

it('leaves out what old systems lack, parts of others, and flags where they are letters', () => {
  const raw = [
    smiley,
    flag,
    { ...smiley, version: 16 },
    { ...smiley, group: 2 },
    { ...smiley, group: undefined },
  ];
  const kept = (withFlags: boolean) =>
    shapeEmojiData('ru', raw as (typeof smiley)[], withFlags).emojis.map(({ emoji }) => emoji);
  expect(kept(true)).toEqual(['😀', '🇷🇺']);
  expect(kept(false)).toEqual(['😀']);
});

it.each(['ru', 'en'])('writes the emoji of the quick row as that row does (%s)', async (locale) => {
  const emojis = new Set((await loadEmojiData(locale)).emojis.map(({ emoji }) => emoji));
  for (const quick of ['👍', '❤️', '😂', '🎉', '😮', '🙏', '🏳️‍🌈']) expect(emojis).toContain(quick);
  expect(emojis.size).toBeGreaterThan(1_800);
});

it('finds «ё» by «е»', () => {
  const [star] = shapeEmojiData(
    'ru',
    [{ ...smiley, label: 'мёд', tags: ['пчёлы'] } as typeof smiley],
    true,
  ).emojis;
  expect(star?.tags).toEqual(['пчёлы', 'мед', 'пчелы']);
});

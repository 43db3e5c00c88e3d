import { expect, it } from 'vitest';
import { isOnlyEmoji } from './emoji.ts';

it.each([
  '🎉',
  '1️⃣',
  '#️⃣',
  '1⃣',
  '0️⃣ 9️⃣',
  '❤',
  '❤️',
  '☎',
  '☺️',
  '👩‍👩‍👧‍👦 👍🏽',
  '👩🏽‍❤️‍💋‍👨🏻',
  '🏳️‍🌈',
  '🏴‍☠️',
  '🇷🇺',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '🧑🏿‍🤝‍🧑🏻🧑🏿‍🤝‍🧑🏻🧑🏿‍🤝‍🧑🏻',
  '👋🏿',
  '🎉\n🎉',
])('%s is only emoji', (text) => {
  expect(isOnlyEmoji(text)).toBe(true);
});

it.each(['🎉🎉🎉🎉', '12', '1', '#', '©', '™', 'ок 👍', '🇷', '', ' ', '\u200D', '\uFE0F', '∀'])(
  '«%s» is not',
  (text) => {
    expect(isOnlyEmoji(text)).toBe(false);
  },
);

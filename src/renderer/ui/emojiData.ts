import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { EmojiData } from 'frimousse';

/** As in emojibase-data's `data.json`. */
interface RawEmoji {
  emoji: string;
  label: string;
  group?: number;
  subgroup?: number;
  version: number;
  tags?: string[];
  /** `tone` counts from 1, lightest first; pairs of people have a list of two. */
  skins?: { emoji: string; tone: number | number[] }[];
}

type Skins = NonNullable<EmojiData['emojis'][number]['skins']>;

/** Newer ones are boxes in the fonts of older systems. */
const newestVersion = 15;
/** Emojibase's number for flags of countries, which Windows shows as two letters. */
const countryFlags = 98;

/** Titles by emojibase's number; 2 is skin tones and hair, which are no emoji of their own. */
const titles = new Map<number, MessageDescriptor>([
  [0, msg`Смайлики и эмоции`],
  [1, msg`Люди и жесты`],
  [3, msg`Животные и природа`],
  [4, msg`Еда и напитки`],
  [5, msg`Путешествия и места`],
  [6, msg`Занятия и праздники`],
  [7, msg`Предметы`],
  [8, msg`Символы`],
  [9, msg`Флаги`],
]);

const files = {
  ru: () => import('emojibase-data/ru/data.json'),
  en: () => import('emojibase-data/en/data.json'),
};

/** The emoji with their names, from the app's own files: the page has no way to any other. */
export async function loadEmojiData(locale: string): Promise<EmojiData> {
  const file = await files[locale === 'en' ? 'en' : 'ru']();
  return shapeEmojiData(locale, file.default as RawEmoji[], !navigator.userAgent.includes('Windows'));
}

export function shapeEmojiData(locale: string, emojis: RawEmoji[], withCountryFlags: boolean): EmojiData {
  return {
    locale,
    emojis: emojis.flatMap(({ emoji, label, group, subgroup, version, tags = [], skins = [] }) => {
      const isLeftOut = version > newestVersion || (subgroup === countryFlags && !withCountryFlags);
      if (group === undefined || !titles.has(group) || isLeftOut) return [];
      const shared = {
        emoji: plainest(emoji),
        label,
        category: group,
        version,
        tags: withoutYo(label, tags),
      };
      const tones = tonesOf(skins);
      return [tones === null ? shared : { ...shared, skins: tones }];
    }),
    categories: [...titles].map(([index, title]) => ({ index, label: i18n._(title) })),
    skinTones: {} as EmojiData['skinTones'],
  };
}

function tonesOf(skins: NonNullable<RawEmoji['skins']>): Skins | null {
  const [light, mediumLight, medium, mediumDark, dark] = [1, 2, 3, 4, 5].map(
    (tone) => skins.find((skin) => skin.tone === tone)?.emoji,
  );
  if (!light || !mediumLight || !medium || !mediumDark || !dark) return null;
  return { light, 'medium-light': mediumLight, medium, 'medium-dark': mediumDark, dark };
}

/** Emojibase adds a selector to 👍 and others that need none: as reactions the two would count apart. */
function plainest(emoji: string): string {
  return emoji.replaceAll(/(\p{Emoji_Presentation})\uFE0F/gu, '$1');
}

/** People type «е» for «ё». */
function withoutYo(label: string, tags: string[]): string[] {
  const written = [label, ...tags].filter((word) => word.includes('ё'));
  return [...tags, ...written.map((word) => word.replaceAll('ё', 'е'))];
}

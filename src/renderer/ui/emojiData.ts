import type { EmojiData } from 'frimousse';

/** As in emojibase-data's `data.json` and `messages.json`. */
interface RawEmoji {
  emoji: string;
  label: string;
  group?: number;
  version: number;
  tags?: string[];
}
interface RawMessages {
  groups: { key: string; message: string; order: number }[];
  skinTones: { key: string; message: string }[];
}

/** Newer ones are boxes in the fonts of older systems. */
const newestVersion = 15;
/** Skin tones and hair, which are no emoji of their own. */
const components = 2;

const files = {
  ru: () => Promise.all([import('emojibase-data/ru/data.json'), import('emojibase-data/ru/messages.json')]),
  en: () => Promise.all([import('emojibase-data/en/data.json'), import('emojibase-data/en/messages.json')]),
};

/** The emoji with their names, from the app's own files: the page has no way to any other. */
export async function loadEmojiData(locale: string): Promise<EmojiData> {
  const [data, messages] = await files[locale === 'en' ? 'en' : 'ru']();
  return shapeEmojiData(locale, data.default as RawEmoji[], messages.default as RawMessages);
}

function shapeEmojiData(locale: string, emojis: RawEmoji[], messages: RawMessages): EmojiData {
  return {
    locale,
    emojis: emojis.flatMap(({ emoji, label, group, version, tags = [] }) =>
      group === undefined || group === components || version > newestVersion
        ? []
        : [{ emoji, label, category: group, version, tags }],
    ),
    categories: messages.groups
      .filter(({ order }) => order !== components)
      .map(({ order, message }) => ({ index: order, label: capitalized(message) })),
    skinTones: Object.fromEntries(
      messages.skinTones.map(({ key, message }) => [key, message]),
    ) as EmojiData['skinTones'],
  };
}

const capitalized = (words: string) => words.slice(0, 1).toLocaleUpperCase() + words.slice(1);

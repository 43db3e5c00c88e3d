/** What the main process says to people: by the catalogues of the page, in the language asked for. */
import { type MessageDescriptor, setupI18n } from '@lingui/core';
import { messages as en } from '../../shared/locales/en.po';
import { messages as ru } from '../../shared/locales/ru.po';
import type { Settings } from '../../shared/settings.ts';

type Language = Settings['language'];

const catalogues = {
  ru: setupI18n({ locale: 'ru', messages: { ru } }),
  en: setupI18n({ locale: 'en', messages: { en } }),
};

/** «7000», as in the title of the window: a system may not know the narrow spaces of a language. */
const formats = { number: { useGrouping: false } };

/** No value in a message may come from a person: a backslash and a code in it would be taken for a sign. */
export function translate(language: Language, message: MessageDescriptor): string {
  return catalogues[language]._(message.id, message.values, { ...message, formats });
}

/** Many at once, under their names. */
export function translateAll<Name extends string>(
  language: Language,
  messages: Record<Name, MessageDescriptor>,
): Record<Name, string> {
  const words = Object.entries<MessageDescriptor>(messages);
  return Object.fromEntries(words.map(([name, message]) => [name, translate(language, message)])) as Record<
    Name,
    string
  >;
}

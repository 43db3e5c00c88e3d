import type { Settings } from '../../../shared/settings.ts';
import type { ProfileLook } from '../profileLook.ts';
import type { Unread } from '../unreadStore.ts';
import { productName } from '../windowTitle.ts';

type Language = Settings['language'];

export const trayWords = {
  ru: {
    open: 'Открыть Chat3 Desktop',
    doNotDisturb: 'Не беспокоить',
    doNotDisturbUntil: (time: string) => `Не беспокоить до ${time}`,
    halfHour: '30 минут',
    hour: '1 час',
    tomorrow: 'До завтра',
    off: 'Выключить',
    settings: 'Настройки…',
    quit: 'Выйти',
  },
  en: {
    open: 'Open Chat3 Desktop',
    doNotDisturb: 'Do not disturb',
    doNotDisturbUntil: (time: string) => `Do not disturb until ${time}`,
    halfHour: '30 minutes',
    hour: '1 hour',
    tomorrow: 'Until tomorrow',
    off: 'Turn off',
    settings: 'Settings…',
    quit: 'Quit',
  },
};

const unreadWords = {
  ru: {
    one: 'непрочитанное сообщение',
    few: 'непрочитанных сообщения',
    many: 'непрочитанных сообщений',
    none: 'Нет непрочитанных сообщений',
  },
  en: { one: 'unread message', few: '', many: 'unread messages', none: 'No unread messages' },
};

/** «3 непрочитанных сообщения», «21 unread messages». */
export function unreadSentence({ messages }: Unread, language: Language): string {
  const words = unreadWords[language];
  if (messages === 0) return words.none;
  const rule = new Intl.PluralRules(language).select(messages);
  const word = rule === 'one' ? words.one : rule === 'few' ? words.few : words.many;
  return `${messages} ${word}`;
}

/** The time alone today, with the day otherwise. Both in milliseconds since 1970. */
export function untilWords(until: number, now: number, language: Language): string {
  const sameDay = new Date(until).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(sameDay ? {} : { day: 'numeric', month: 'short' }),
  }).format(until);
}

/** A line a fact: whose window it is, what is unread, whether it keeps still. */
export function trayTooltip(options: {
  look: ProfileLook;
  unread: Unread;
  language: Language;
  /** In milliseconds since 1970; null or past: off. */
  doNotDisturbUntil: number | null;
  now: number;
}): string {
  const { look, unread, language, doNotDisturbUntil: until, now } = options;
  return [
    look.title === null ? productName : `${productName} — ${look.title}`,
    ...(unread.messages > 0 ? [unreadSentence(unread, language)] : []),
    ...(until !== null && until > now
      ? [trayWords[language].doNotDisturbUntil(untilWords(until, now, language))]
      : []),
  ].join('\n');
}

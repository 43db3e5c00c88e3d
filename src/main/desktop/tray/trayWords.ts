import { msg, plural } from '@lingui/core/macro';
import type { Settings } from '../../../shared/settings.ts';
import { quitWord } from '../menuWords.ts';
import type { ProfileLook } from '../profileLook.ts';
import { translate, translateAll } from '../translate.ts';
import type { Unread } from '../unreadStore.ts';
import { productName } from '../windowTitle.ts';

type Language = Settings['language'];

const trayWords = {
  open: msg`Открыть Chat3 Desktop`,
  doNotDisturb: msg`Не беспокоить`,
  halfHour: msg`30 минут`,
  hour: msg`1 час`,
  tomorrow: msg`До завтра`,
  off: msg`Выключить`,
  settings: msg`Настройки…`,
  quit: quitWord,
};

export const trayWordsIn = (language: Language) => translateAll(language, trayWords);

/** «Нет непрочитанных сообщений», «3 непрочитанных сообщения», «21 unread messages». */
export function unreadSentence({ messages: count }: Unread, language: Language): string {
  if (count === 0) return translate(language, msg`Нет непрочитанных сообщений`);
  return translate(
    language,
    msg`${plural(count, {
      one: '# непрочитанное сообщение',
      few: '# непрочитанных сообщения',
      many: '# непрочитанных сообщений',
      other: '# непрочитанных сообщений',
    })}`,
  );
}

/** Both in milliseconds since 1970. */
export function quietUntil(until: number, now: number, language: Language): string {
  const end = untilWords(until, now, language);
  return translate(language, msg`Не беспокоить до ${end}`);
}

/** The time alone today, with the day otherwise. Both in milliseconds since 1970. */
function untilWords(until: number, now: number, language: Language): string {
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
    ...(until !== null && until > now ? [quietUntil(until, now, language)] : []),
  ].join('\n');
}

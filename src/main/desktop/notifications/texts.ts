/** What notifications say, in both languages and by the privacy setting. */
import { isolated, withoutBidiControls } from '../../../shared/bidi.ts';
import { plainText } from '../../../shared/markup.ts';
import { kindOf } from '../../../shared/messageKind.ts';
import { isBlank } from '../../../shared/messageText.ts';
import type { Settings } from '../../../shared/settings.ts';

export interface NotificationText {
  title: string;
  /** Plain text; where the system reads markup, the adapter escapes it. */
  body: string;
}

type Language = Settings['language'];

/** UTF-16 units: more than any system shows. */
const longestBody = 240;
const longestTitle = 100;

const words = {
  ru: {
    new: (count: number) =>
      `${count} ${byPlural('ru', count, { one: 'новое сообщение', few: 'новых сообщения', many: 'новых сообщений' })}`,
    inChats: (count: number) =>
      `в ${count} ${byPlural('ru', count, { one: 'чате', few: 'чатах', many: 'чатах' })}`,
    one: 'Новое сообщение',
    attachment: 'Вложение',
    system: 'Системное сообщение',
    reply: 'Ответить…',
  },
  en: {
    new: (count: number) =>
      `${count} ${byPlural('en', count, { one: 'new message', few: 'new messages', many: 'new messages' })}`,
    inChats: (count: number) =>
      `in ${count} ${byPlural('en', count, { one: 'chat', few: 'chats', many: 'chats' })}`,
    one: 'New message',
    attachment: 'Attachment',
    system: 'System message',
    reply: 'Reply…',
  },
};

export interface ChatNews {
  /** Of the chat: the other person's name in a chat of two. */
  title: string;
  isGroup: boolean;
  senderId: string;
  /** Of the latest message's sender; null: not known. */
  senderName: string | null;
  content: string;
  /** Of the message, as the server names it. */
  type: string;
  /** Unread messages that the notification stands for, at least 1. */
  count: number;
}

export function textOfChat(
  news: ChatNews,
  appName: string,
  { language, notificationText }: Pick<Settings, 'language' | 'notificationText'>,
): NotificationText {
  const text = words[language];
  const sum = news.count === 1 ? text.one : text.new(news.count);
  if (notificationText === 'hidden') return { title: appName, body: sum };
  const title = cut(onOneLine(news.title), longestTitle);
  if (notificationText === 'name') return { title, body: sum };
  const latest = cut(withSender(news, contentOf(news, language)), longestBody);
  return { title, body: news.count === 1 ? latest : `${sum}\n${latest}` };
}

export function textOfSummary(
  messages: number,
  chats: number,
  appName: string,
  language: Language,
): NotificationText {
  const text = words[language];
  return { title: appName, body: `${text.new(messages)} ${text.inChats(chats)}` };
}

export function replyPlaceholder(language: Language): string {
  return words[language].reply;
}

/** For daemons that read the body as markup. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function contentOf({ content, ...message }: ChatNews, language: Language): string {
  const kind = kindOf(message);
  if (kind !== 'text') return words[language][kind];
  return isBlank(content) ? words[language].one : onOneLine(plainText(content));
}

function withSender({ isGroup, senderName }: ChatNews, content: string): string {
  return isGroup && senderName !== null ? `${isolated(onOneLine(senderName))}: ${content}` : content;
}

/** Controls could end the text early, tear the notification apart, or turn around what follows a name. */
function onOneLine(text: string): string {
  return withoutBidiControls(text.toWellFormed())
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

/** Never within a character that people see as one. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Segmenting a megabyte would take seconds.
  const start = text.slice(0, longest * 2).toWellFormed();
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(start)) {
    if (kept.length + segment.length >= longest) break;
    kept += segment;
  }
  return `${kept === '' ? start.slice(0, longest - 1).toWellFormed() : kept}…`;
}

const rules = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };

function byPlural(
  language: Language,
  count: number,
  forms: { one: string; few: string; many: string },
): string {
  const form = rules[language].select(count);
  return form === 'one' ? forms.one : form === 'few' ? forms.few : forms.many;
}

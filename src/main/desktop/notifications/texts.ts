/** What notifications say, in both languages and by the privacy setting. */
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { Attachment } from '../../../shared/attachments.ts';
import { attachmentWords } from '../../../shared/attachmentWords.ts';
import { isolated, withoutBidiControls } from '../../../shared/bidi.ts';
import { plainText } from '../../../shared/markup.ts';
import { kindOf } from '../../../shared/messageKind.ts';
import { isBlank } from '../../../shared/messageText.ts';
import type { Settings } from '../../../shared/settings.ts';
import { translate } from '../translate.ts';

export interface NotificationText {
  title: string;
  /** Plain text; where the system reads markup, the adapter escapes it. */
  body: string;
}

type Language = Settings['language'];

/** UTF-16 units: more than any system shows. */
const longestBody = 240;
const longestTitle = 100;

const oneMessage = msg`Новое сообщение`;
const mentioned = msg`Вас упомянули`;
const kinds = {
  attachment: msg`Вложение`,
  system: msg`Системное сообщение`,
  removed: msg`Сообщение удалено`,
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
  /** It names the person. */
  mention: boolean;
  attachments?: Attachment[] | undefined;
  /** Unread messages that the notification stands for, at least 1. */
  count: number;
}

export function textOfChat(
  news: ChatNews,
  appName: string,
  { language, notificationText }: Pick<Settings, 'language' | 'notificationText'>,
): NotificationText {
  const sum = translate(language, news.count === 1 ? oneMessage : newMessages(news.count));
  if (notificationText === 'hidden') return { title: appName, body: sum };
  const title = cut(onOneLine(news.title), longestTitle);
  if (notificationText === 'name')
    return { title, body: news.mention ? translate(language, mentioned) : sum };
  const latest = cut(withSender(news, contentOf(news, language), language), longestBody);
  return { title, body: news.count === 1 ? latest : `${sum}\n${latest}` };
}

export function textOfSummary(
  messages: number,
  chats: number,
  appName: string,
  language: Language,
): NotificationText {
  const sentence = msg`${plural(messages, {
    one: '# новое сообщение',
    few: '# новых сообщения',
    many: '# новых сообщений',
    other: '# новых сообщений',
  })} ${plural(chats, { one: 'в # чате', few: 'в # чатах', many: 'в # чатах', other: 'в # чатах' })}`;
  return { title: appName, body: translate(language, sentence) };
}

export function replyPlaceholder(language: Language): string {
  return translate(language, msg`Ответить…`);
}

/** For daemons that read the body as markup. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function contentOf({ content, ...message }: ChatNews, language: Language): string {
  const kind = kindOf(message);
  const files = attachmentWords(message.attachments);
  if (files !== null) {
    const words = onOneLine(translate(language, files));
    return isBlank(content) ? words : `${words} · ${onOneLine(plainText(content))}`;
  }
  if (kind !== 'text') return translate(language, kinds[kind]);
  return isBlank(content) ? translate(language, oneMessage) : onOneLine(plainText(content));
}

function withSender({ isGroup, senderName, mention }: ChatNews, content: string, language: Language): string {
  if (!isGroup || senderName === null) return content;
  const name = isolated(onOneLine(senderName));
  return `${mention ? translate(language, msg`${name} упомянул(а) вас`) : name}: ${content}`;
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

function newMessages(count: number): MessageDescriptor {
  return msg`${plural(count, {
    one: '# новое сообщение',
    few: '# новых сообщения',
    many: '# новых сообщений',
    other: '# новых сообщений',
  })}`;
}

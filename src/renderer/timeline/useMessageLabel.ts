import { useLingui } from '@lingui/react/macro';
import { attachmentWords } from '../../shared/attachmentWords.ts';
import { plainText } from '../../shared/markup.ts';
import { kindOf, type MessageKind } from '../../shared/messageKind.ts';
import type { MessageView } from '../../shared/views.ts';
import { formatTime } from '../format/time.ts';
import { selectOwnId, useChat } from '../state/store.ts';
import { serviceSentence } from './serviceSentence.ts';
import type { Tick } from './ticks.ts';
import { useQuoteWords } from './useQuoteWords.ts';
import { useTickWords } from './useTickWords.ts';

/** Texts without their signs; a message never changes, it is replaced. */
const plainTexts = new WeakMap<MessageView, string>();

function readText(message: MessageView): string {
  const known = plainTexts.get(message);
  if (known !== undefined) return known;
  const text = plainText(message.content);
  plainTexts.set(message, text);
  return text;
}

/**
 * Answers a function to what a screen reader says of a focused message: who, when, the text, what became of it, and the
 * reactions. `tick`, `readers`: as they are drawn.
 */
export function useMessageLabel(): (
  message: MessageView,
  author: string,
  tick: Tick | null,
  readers: number | null,
) => string {
  const { t, i18n } = useLingui();
  const tickWords = useTickWords();
  const quoteWords = useQuoteWords();
  const ownId = useChat(selectOwnId);
  const users = useChat((state) => state.users);
  const systemWords = ({ service }: MessageView) =>
    service
      ? i18n._(serviceSentence(service, ownId, (userId) => users.get(userId)?.name))
      : t`Системное сообщение`;
  const said = (message: MessageView, kind: MessageKind) => {
    const files = attachmentWords(message.attachments);
    if (files === null) return kind === 'attachment' ? t`Вложение` : readText(message);
    return [i18n._(files), readText(message)].filter(Boolean).join('. ');
  };
  const originWords = ({ quote, forwarded }: MessageView) => {
    const name = forwarded?.senderName;
    if (name !== undefined) return t`Переслано от ${name}`;
    if (!quote) return null;
    const { author, text } = quoteWords(quote);
    const words = author === null ? text : `${author}, ${text}`;
    return t`Ответ на сообщение: ${words}`;
  };
  return (message, author, tick, readers) => {
    const head = `${author}, ${formatTime(i18n.locale, message.createdAt)}`;
    const kind = kindOf(message);
    if (kind === 'system') return `${systemWords(message)}, ${formatTime(i18n.locale, message.createdAt)}`;
    const reactions = message.reactions.map(({ emoji, count }) => `${emoji} ${count}`).join(', ');
    return [
      head,
      originWords(message),
      kind === 'removed' ? t`Сообщение удалено` : said(message, kind),
      message.edited && t`изменено`,
      tick && tickWords(tick, readers),
      reactions && t`Реакции: ${reactions}`,
    ]
      .filter(Boolean)
      .join('. ');
  };
}

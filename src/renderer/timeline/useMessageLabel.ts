import { useLingui } from '@lingui/react/macro';
import type { MessageView } from '../../shared/views.ts';
import { formatTime } from '../format/time.ts';
import { withoutMarkers } from './markup.ts';
import { kindOf } from './rows.ts';
import type { Tick } from './ticks.ts';
import { useTickWords } from './useTickWords.ts';

/** Texts without their signs; a message never changes, it is replaced. */
const plainTexts = new WeakMap<MessageView, string>();

function plainText(message: MessageView): string {
  const known = plainTexts.get(message);
  if (known !== undefined) return known;
  const text = withoutMarkers(message.content);
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
  return (message, author, tick, readers) => {
    const head = `${author}, ${formatTime(i18n.locale, message.createdAt)}`;
    const kind = kindOf(message);
    if (kind === 'system') return head;
    const reactions = message.reactions.map(({ emoji, count }) => `${emoji} ${count}`).join(', ');
    return [
      head,
      kind === 'attachment' ? t`Вложение` : plainText(message),
      tick && tickWords(tick, readers),
      reactions && t`Реакции: ${reactions}`,
    ]
      .filter(Boolean)
      .join('. ');
  };
}

import { useLingui } from '@lingui/react/macro';
import type { MessageView, QuoteView } from '../../shared/views.ts';
import { openMessage } from '../state/actions.ts';
import { classNames } from '../ui/classNames.ts';
import { useQuoteWords } from './useQuoteWords.ts';

/** Above an answer. The keyboard reaches the original through the menu of the message, so this is no tab stop. */
export function Quote({ message, quote }: { message: MessageView; quote: QuoteView }) {
  const { t } = useLingui();
  const { author, text } = useQuoteWords()(quote);
  const { key } = quote;
  const muted = message.own ? 'text-own-muted' : 'text-muted';
  return (
    <button
      type="button"
      tabIndex={-1}
      data-testid="quote"
      disabled={key === null}
      title={key === null ? undefined : t`К исходному сообщению`}
      onClick={() => void (key && openMessage(message.dialogId, key))}
      className="my-0.5 block w-full min-w-0 rounded-md border-l-[3px] border-accent bg-hover px-2 py-0.5 text-left text-[0.8125rem] leading-[1.125rem] select-none"
    >
      {author !== null && (
        <span className="block truncate font-semibold">
          <bdi>{author}</bdi>
        </span>
      )}
      <span dir="auto" className={classNames('block truncate', muted, quote.kind !== 'text' && 'italic')}>
        {text}
      </span>
    </button>
  );
}

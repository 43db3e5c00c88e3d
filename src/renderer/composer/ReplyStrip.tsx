import { useLingui } from '@lingui/react/macro';
import { Reply, X } from 'lucide-react';
import type { QuoteView } from '../../shared/views.ts';
import { useQuoteWords } from '../timeline/useQuoteWords.ts';
import { IconButton } from '../ui/Button.tsx';

export const replyStripId = 'composer-reply';

/** Above the field: what will be answered. */
export function ReplyStrip({ quote, onClose }: { quote: QuoteView; onClose: () => void }) {
  const { t } = useLingui();
  const { author, text } = useQuoteWords()(quote);
  return (
    <div
      data-testid="reply-strip"
      className="flex items-center gap-2 pb-1.5 pl-3.5 text-[0.8125rem] leading-[1.125rem]"
    >
      <Reply aria-hidden="true" className="size-4 shrink-0 text-accent" />
      <p id={replyStripId} className="min-w-0 flex-1 border-l-2 border-accent pl-2">
        <span className="sr-only">{t`Ответ на сообщение:`} </span>
        {author !== null && (
          <span className="block truncate font-semibold">
            <bdi>{author}</bdi>
          </span>
        )}
        <span dir="auto" className="block truncate text-muted">
          {text}
        </span>
      </p>
      <IconButton aria-label={t`Не отвечать`} onPress={onClose}>
        <X aria-hidden="true" className="size-4" />
      </IconButton>
    </div>
  );
}

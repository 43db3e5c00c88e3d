import { useLingui } from '@lingui/react/macro';
import type { QuoteView } from '../../shared/views.ts';
import { useShownNames } from '../people/useShownNames.ts';
import { useChat } from '../state/store.ts';

export interface QuoteWords {
  /** null where nobody knows who wrote it. */
  author: string | null;
  text: string;
}

/** Answers a function to what stands above an answer: who wrote what is answered, and its first line or what it was. */
export function useQuoteWords(): (quote: QuoteView) => QuoteWords {
  const { t } = useLingui();
  const users = useChat((state) => state.users);
  const shownName = useShownNames();
  return ({ senderId, kind, text }) => {
    const words = {
      text,
      attachment: t`Вложение`,
      removed: t`Сообщение удалено`,
      system: t`Системное сообщение`,
      unknown: t`Сообщение не загружено`,
    };
    const isSomebody = senderId !== null && kind !== 'system';
    return {
      author: isSomebody ? shownName(senderId, users.get(senderId)?.name ?? t`Неизвестный сотрудник`) : null,
      text: words[kind],
    };
  };
}

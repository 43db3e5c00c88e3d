import { useLingui } from '@lingui/react/macro';
import { searchedText } from '../../shared/attachments.ts';
import { plainText } from '../../shared/markup.ts';
import { findIn } from '../../shared/search/messageQuery.ts';
import type { SearchHit } from '../../shared/views.ts';
import { formatListTime } from '../format/time.ts';
import { useShownNames } from '../people/useShownNames.ts';
import { useChat } from '../state/store.ts';

import { Avatar } from '../ui/Avatar.tsx';
import { useToday } from '../ui/useToday.ts';
import { HighlightedText } from './Highlighted.tsx';
import { snippetAround } from './highlight.ts';

const snippetLength = 90;

/** The text as one reads it, or as it was typed where only that shows what was found. */
function readableText(content: string, query: string): string {
  const plain = plainText(content);
  return findIn(plain, query).length > 0 ? plain : content;
}

/** A message that was found: its chat, its author, when, and the words around what was asked for. */
export function HitRow({ hit, query }: { hit: SearchHit; query: string }) {
  const { t, i18n } = useLingui();
  const today = useToday();
  const shownName = useShownNames();
  const dialog = useChat((state) => state.dialogs.get(hit.dialogId));
  const author = useChat((state) => state.users.get(hit.senderId)?.name);
  return (
    <div className="flex items-center gap-3">
      <Avatar id={dialog?.peerId ?? hit.dialogId} name={dialog?.title ?? ''} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span dir="auto" className="min-w-0 flex-1 truncate text-left font-medium">
            {shownName(dialog?.peerId ?? null, dialog?.title ?? '')}
          </span>
          <span className="shrink-0 text-xs text-muted tabular-nums">
            {formatListTime(i18n.locale, hit.createdAt, today)}
          </span>
        </div>
        <p className="line-clamp-2 text-[0.8125rem] text-muted [overflow-wrap:anywhere]">
          <span className="text-ink">
            <bdi>{hit.own ? t`Вы` : shownName(hit.senderId, author ?? t`Неизвестный сотрудник`)}</bdi>:{' '}
          </span>
          <bdi>
            <HighlightedText
              text={snippetAround(readableText(searchedText(hit), query), query, snippetLength)}
              query={query}
            />
          </bdi>
        </p>
      </div>
    </div>
  );
}

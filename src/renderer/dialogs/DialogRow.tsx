import type { MessageDescriptor } from '@lingui/core';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { BellOff, Pin } from 'lucide-react';
import { memo } from 'react';
import type { DialogView } from '../../shared/views.ts';
import { formatListTime } from '../format/time.ts';
import { useShownNames } from '../people/useShownNames.ts';
import { isOnline, selectOwnId, useChat } from '../state/store.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { classNames } from '../ui/classNames.ts';
import { useToday } from '../ui/useToday.ts';
import { useWindowFocus } from '../ui/useWindowFocus.ts';
import { previewOf } from './preview.ts';
import { useTypingLine } from './useTypingLine.ts';

export const DialogRow = memo(function DialogRow({ dialog }: { dialog: DialogView }) {
  const { t, i18n } = useLingui();
  const today = useToday();
  const shownName = useShownNames();
  const online = useChat((state) => isOnline(state, dialog.peerId));

  return (
    <div className="flex h-full items-center gap-3 px-2.5">
      <Avatar id={dialog.peerId ?? dialog.dialogId} name={dialog.title} size="medium" online={online} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span dir="auto" className="min-w-0 flex-1 truncate text-left font-medium [unicode-bidi:isolate]">
            {shownName(dialog.peerId, dialog.title)}
          </span>
          {dialog.muted && (
            <BellOff
              role="img"
              aria-label={t`Без уведомлений`}
              className="size-3.5 shrink-0 self-center text-muted"
            />
          )}
          {dialog.pinnedAt !== null && (
            <Pin role="img" aria-label={t`Закреплён`} className="size-3.5 shrink-0 self-center text-muted" />
          )}
          <span className="shrink-0 text-xs text-muted tabular-nums">
            {formatListTime(i18n.locale, dialog.lastActivityAt, today)}
          </span>
        </div>
        <div className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate text-[0.8125rem] text-muted">
            <SecondLine dialog={dialog} />
          </span>
          <MentionBadge dialog={dialog} />
          <UnreadBadge dialog={dialog} />
        </div>
      </div>
    </div>
  );
});

function SecondLine({ dialog }: { dialog: DialogView }) {
  const { i18n } = useLingui();
  const typing = useTypingLine(dialog.dialogId, dialog.kind);
  const ownId = useChat(selectOwnId);
  const users = useChat((state) => state.users);
  const isOpen = useChat((state) => state.openDialogId === dialog.dialogId);
  if (typing !== null) return <span className="text-accent">{typing}</span>;

  const preview = previewOf(dialog, ownId, (userId) => users.get(userId)?.name, isOpen);
  if (!preview) return <Trans>Сообщений пока нет</Trans>;
  const words = (text: MessageDescriptor | string) => (typeof text === 'string' ? text : i18n._(text));
  return (
    <>
      {preview.prefix !== null && (
        <span className={classNames(preview.draft ? 'text-danger' : 'text-ink')}>
          <bdi>{words(preview.prefix)}</bdi>:{' '}
        </span>
      )}
      <bdi>{words(preview.text)}</bdi>
      {preview.caption !== undefined && (
        <>
          {' · '}
          <bdi>{preview.caption}</bdi>
        </>
      )}
    </>
  );
}

/** Also of a silenced chat (S19.5). */
function MentionBadge({ dialog }: { dialog: DialogView }) {
  const { t } = useLingui();
  const focused = useWindowFocus();
  const isOpen = useChat((state) => state.openDialogId === dialog.dialogId);
  if (dialog.mentionKeys.length === 0 || (isOpen && focused)) return null;
  return (
    <span
      role="img"
      aria-label={t`Вас упомянули`}
      title={t`Вас упомянули`}
      data-testid="mention-badge"
      className="grid size-5 shrink-0 place-items-center rounded-full bg-accent-strong text-xs font-semibold text-accent-ink"
    >
      <span aria-hidden="true">@</span>
    </span>
  );
}

function UnreadBadge({ dialog }: { dialog: DialogView }) {
  const { t } = useLingui();
  const focused = useWindowFocus();
  const isOpen = useChat((state) => state.openDialogId === dialog.dialogId);
  const count = dialog.unreadCount;
  if (dialog.markedUnread && count === 0) return <MarkedUnread muted={dialog.muted} />;
  // What arrives before somebody's eyes is unread for half a second; a badge would only flicker.
  if (count === 0 || (isOpen && focused)) return null;
  const words = t`${plural(count, {
    one: '# непрочитанное сообщение',
    few: '# непрочитанных сообщения',
    many: '# непрочитанных сообщений',
    other: '# непрочитанных сообщений',
  })}`;
  return (
    <span
      title={words}
      className={classNames(
        'badge grid h-5 min-w-5 shrink-0 place-items-center rounded-full px-1.5 text-xs font-semibold tabular-nums',
        dialog.muted ? 'bg-muted text-surface' : 'bg-accent-strong text-accent-ink',
      )}
    >
      <span aria-hidden="true">{count > 9 ? '9+' : count}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

/** By the person's own hand: there is nothing to count. */
function MarkedUnread({ muted }: { muted: boolean }) {
  const { t } = useLingui();
  return (
    <span
      role="img"
      aria-label={t`Отмечен непрочитанным`}
      title={t`Отмечен непрочитанным`}
      data-testid="marked-unread"
      className={classNames('badge size-3 shrink-0 rounded-full', muted ? 'bg-muted' : 'bg-accent-strong')}
    />
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { Ellipsis, Paperclip, Trash2 } from 'lucide-react';
import { memo } from 'react';
import type { MessageKind } from '../../shared/messageKind.ts';
import { isBlank } from '../../shared/messageText.ts';
import type { MessageView } from '../../shared/views.ts';
import { avatarHue } from '../format/names.ts';
import { formatDayLabel, formatFullTime, formatTime } from '../format/time.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { classNames } from '../ui/classNames.ts';
import { useToday } from '../ui/useToday.ts';
import { Attachments } from './attachments/Attachments.tsx';
import { ForwardedFrom } from './ForwardedFrom.tsx';
import { MessageText } from './MessageText.tsx';
import { Quote } from './Quote.tsx';
import { Reactions } from './Reactions.tsx';

import { ServiceLineRow } from './ServiceLineRow.tsx';
import { TickMark } from './TickMark.tsx';
import type { Tick } from './ticks.ts';
import { UnsentLine } from './UnsentLine.tsx';

export interface MessageRowProps {
  message: MessageView;
  kind: MessageKind;
  startsGroup: boolean;
  startsDay: boolean;
  startsUnread: boolean;
  author: string;
  /** Names and avatars stand beside the messages of groups only. */
  inGroup: boolean;
  tick: Tick | null;
  readers: number | null;
}

/** Everything a row depends on comes as a primitive or as the message itself: equal props, no rendering. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, kind, startsGroup, startsDay, startsUnread } = props;
  return (
    <div className={classNames('mx-auto w-full max-w-4xl px-4', startsGroup ? 'pt-2.5' : 'pt-0.5')}>
      {startsDay && <DayLabel time={message.createdAt} />}
      {startsUnread && <UnreadDivider />}
      {kind === 'system' ? <ServiceLineRow service={message.service} /> : <Bubble {...props} />}
    </div>
  );
});

function DayLabel({ time }: { time: number }) {
  const { i18n } = useLingui();
  const today = useToday();
  return (
    <p className="mb-2.5 flex justify-center pt-2">
      <span className="rounded-full bg-surface px-3 py-0.5 text-xs font-medium text-muted shadow-(--shadow)">
        {formatDayLabel(i18n.locale, time, today)}
      </span>
    </p>
  );
}

function UnreadDivider() {
  return (
    <p
      data-testid="unread-divider"
      className="my-2.5 flex items-center gap-3 text-xs font-semibold text-accent before:h-px before:flex-1 before:bg-accent/40 after:h-px after:flex-1 after:bg-accent/40"
    >
      <Trans>Новые сообщения</Trans>
    </p>
  );
}

function Bubble({ message, kind, startsGroup, author, inGroup, tick, readers }: MessageRowProps) {
  const { own } = message;
  const withAuthor = inGroup && !own;
  return (
    <div className={classNames('flex gap-2.5', own && 'justify-end')}>
      {withAuthor &&
        (startsGroup ? (
          <Avatar id={message.senderId} name={author} size="small" />
        ) : (
          <span className="w-8 shrink-0" />
        ))}
      <div className="flex max-w-[min(36rem,82%)] min-w-0 flex-col">
        <div
          className={classNames(
            'bubble relative w-fit max-w-full rounded-2xl px-3 py-1.5 shadow-(--shadow)',
            own ? 'self-end bg-own' : 'bg-surface',
            startsGroup && (own ? 'rounded-tr-md' : 'rounded-tl-md'),
          )}
        >
          {kind !== 'removed' && <MenuButton own={own} />}
          {withAuthor && startsGroup && (
            <p
              data-hue={avatarHue(message.senderId)}
              className="author truncate text-[0.8125rem] leading-5 font-semibold"
            >
              <bdi>{author}</bdi>
            </p>
          )}
          <ForwardedFrom message={message} />
          {message.quote && <Quote message={message} quote={message.quote} />}
          {/* Time and tick stand at the end of the last line, where the empty block holds room for them. */}
          <div
            dir="auto"
            className="relative text-[0.9375rem] leading-[1.375rem] select-text [unicode-bidi:isolate]"
          >
            <Content message={message} kind={kind} />
            <span
              aria-hidden="true"
              className={classNames('inline-block h-3 select-none', metaWidth(message))}
            />
            <Meta message={message} tick={tick} readers={readers} />
          </div>
        </div>
        <UnsentLine message={message} />
        <Reactions message={message} />
      </div>
    </div>
  );
}

/** For the pointer; `useMessageMenuKeys` opens the same menu from the keyboard. The list handles the press. */
function MenuButton({ own }: { own: boolean }) {
  const { t } = useLingui();
  return (
    <button
      type="button"
      tabIndex={-1}
      data-opens-menu
      aria-label={t`Действия с сообщением`}
      title={t`Действия с сообщением`}
      className={classNames(
        'absolute top-1 grid size-7 place-items-center rounded-full bg-raised text-muted opacity-0 shadow-(--shadow) transition-opacity',
        'group-hover/message:opacity-100 group-focus/message:opacity-100 hover:text-ink',
        own ? 'right-full mr-1.5' : 'left-full ml-1.5',
      )}
    >
      <Ellipsis aria-hidden="true" className="size-4" />
    </button>
  );
}

function metaWidth({ own, edited, removed }: MessageView): string {
  const hasTick = own && removed === undefined;
  if (edited) return hasTick ? 'w-30' : 'w-25.5';
  return hasTick ? 'w-15' : 'w-10.5';
}

function Content({ message, kind }: Pick<MessageRowProps, 'message' | 'kind'>) {
  if (kind === 'removed') return <Removed own={message.own} />;
  if (message.attachments) return <WithFiles message={message} />;
  return kind === 'attachment' ? (
    <Attachment />
  ) : (
    <MessageText text={message.content} mentions={message.mentions} />
  );
}

function WithFiles({ message }: { message: MessageView }) {
  return (
    <>
      <Attachments message={message} />
      {!isBlank(message.content) && <MessageText text={message.content} mentions={message.mentions} />}
    </>
  );
}

function Removed({ own }: { own: boolean }) {
  return (
    <span
      data-testid="message-text"
      className={classNames('inline-flex items-center gap-1.5 italic', own ? 'text-own-muted' : 'text-muted')}
    >
      <Trash2 aria-hidden="true" className="size-4" />
      <Trans>Сообщение удалено</Trans>
    </span>
  );
}

function Attachment() {
  return (
    <span data-testid="message-text" className="inline-flex items-center gap-1.5 italic">
      <Paperclip aria-hidden="true" className="size-4" />
      <Trans>Вложение</Trans>
    </span>
  );
}

function Meta({ message, tick, readers }: Pick<MessageRowProps, 'message' | 'tick' | 'readers'>) {
  const { i18n } = useLingui();
  useToday();
  return (
    <span
      className={classNames(
        'absolute end-0 -bottom-0.5 inline-flex items-center gap-1 text-[0.6875rem] leading-4 tabular-nums select-none',
        message.own ? 'text-own-muted' : 'text-muted',
      )}
    >
      {message.edited && <Edited at={message.edited.at} />}
      <time
        dateTime={new Date(message.createdAt).toISOString()}
        title={formatFullTime(i18n.locale, message.createdAt)}
      >
        {formatTime(i18n.locale, message.createdAt)}
      </time>
      {tick && <TickMark tick={tick} readers={readers} />}
    </span>
  );
}

function Edited({ at }: { at: number | null }) {
  const { i18n } = useLingui();
  const title = at === null ? undefined : formatFullTime(i18n.locale, at);
  return (
    <span title={title}>
      <Trans>изменено</Trans>
    </span>
  );
}

import { useLingui } from '@lingui/react/macro';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useRef } from 'react';
import type { DialogView } from '../../shared/views.ts';
import type { MessageWindow } from '../../shared/windowFold.ts';
import { useShownNames } from '../people/useShownNames.ts';
import { selectOwnId, useChat } from '../state/store.ts';
import { useToday } from '../ui/useToday.ts';
import { countNew } from './countNew.ts';
import { estimateRowHeight } from './estimateRowHeight.ts';
import { growsAboveReader } from './growsAboveReader.ts';
import { HistoryState } from './HistoryState.tsx';
import { MentionsPill } from './MentionsPill.tsx';
import { MessageRow } from './MessageRow.tsx';
import { NewMessagesPill } from './NewMessagesPill.tsx';
import { layoutRow } from './rows.ts';
import { rangeOf, useSelection } from './selection.ts';
import { countReaders, reachOfOthers, tickOf } from './ticks.ts';
import { useEnd, useFollowsAppended } from './useEnd.ts';
import { useHistory } from './useHistory.ts';
import { useInView } from './useInView.ts';
import { useJump } from './useJump.ts';
import { useLowestSeen } from './useLowestSeen.ts';
import { useMessageLabel } from './useMessageLabel.ts';
import { useMessageMenuKeys } from './useMessageMenuKeys.ts';
import { useReadMarker } from './useReadMarker.ts';
import { useSelecting } from './useSelecting.ts';
import { useStartPosition } from './useStartPosition.ts';
import { useTrimmedWindow } from './useTrimmedWindow.ts';
import { visibleMessages } from './visibleMessages.ts';

interface MessageListProps {
  dialog: DialogView;
  window: MessageWindow;
}

/**
 * The messages of a window. Mounted anew for every window (see `generation`), so that the first layout decides
 * where the reader stands and nothing else moves them.
 */
export function MessageList({ dialog, window }: MessageListProps) {
  const { t } = useLingui();
  const label = useMessageLabel();
  const { messages, marks, firstUnreadKey } = window;
  const scroller = useRef<HTMLDivElement>(null);
  const ownId = useChat(selectOwnId);
  const users = useChat((state) => state.users);
  const shownName = useShownNames();
  const reach = useMemo(() => reachOfOthers(marks, ownId), [marks, ownId]);
  const inGroup = dialog.kind === 'group';
  // Days and times are of the place where the computer is.
  useToday();

  const followsAppended = useFollowsAppended(window);
  const virtualizer = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (messages[index] ? estimateRowHeight(messages[index]) : 0),
    getItemKey: useCallback((index: number) => messages[index]?.key ?? index, [messages]),
    overscan: 10,
    anchorTo: 'end',
    followOnAppend: followsAppended,
    scrollEndThreshold: 48,
    paddingStart: 12,
    paddingEnd: 16,
    scrollPaddingStart: 8,
  });
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = growsAboveReader;
  const visible = visibleMessages(virtualizer, messages);

  const settled = useStartPosition(virtualizer, scroller, window);
  const toEnd = useEnd(virtualizer, scroller, window);
  const history = useHistory(virtualizer, window, settled);
  const seen = useLowestSeen(window, visible);
  useTrimmedWindow(virtualizer, window, seen, settled);
  useReadMarker(dialog.dialogId, visible);
  useInView(dialog.dialogId, visible);
  useJump(virtualizer, scroller, messages, settled);
  useSelecting(scroller);
  const chosen = rangeOf(messages, useSelection());
  const menuKeys = useMessageMenuKeys(virtualizer, scroller, messages);

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="feed"
        aria-label={t`Сообщения`}
        aria-busy={history.busy}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        {...menuKeys}
        className="flex h-full flex-col overflow-x-hidden overflow-y-auto focus-inside [overflow-anchor:none]"
      >
        <div className="relative mt-auto w-full shrink-0" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const message = messages[index];
            if (!message) return null;
            const layout = layoutRow(message, messages[index - 1], firstUnreadKey);
            const tick = layout.kind === 'system' ? null : tickOf(message, reach);
            const author =
              layout.kind === 'system'
                ? t`Системное сообщение`
                : shownName(message.senderId, users.get(message.senderId)?.name ?? t`Неизвестный сотрудник`);
            const readers = inGroup && tick === 'read' ? countReaders(message, marks, ownId) || null : null;
            return (
              <article
                key={key}
                ref={virtualizer.measureElement}
                aria-label={label(message, author, tick, readers)}
                aria-posinset={index + 1}
                aria-setsize={window.hasOlder || window.hasNewer ? -1 : messages.length}
                data-index={index}
                data-message-key={message.key}
                data-message-id={message.id ?? ''}
                data-own={message.own}
                data-tick={tick ?? undefined}
                data-author={author}
                data-chosen={(chosen && index >= chosen.first && index <= chosen.last) || undefined}
                tabIndex={-1}
                className="group/message absolute inset-x-0 top-0 focus-inside"
                style={{ transform: `translateY(${start}px)` }}
              >
                <MessageRow
                  message={message}
                  {...layout}
                  author={author}
                  inGroup={inGroup}
                  tick={tick}
                  readers={readers}
                />
              </article>
            );
          })}
        </div>
      </div>
      <HistoryState history={history} />
      <MentionsPill dialogId={dialog.dialogId} keys={dialog.mentionKeys} visible={visible} />
      {(!toEnd.atEnd || window.hasNewer) && (
        <NewMessagesPill count={countNew(window, seen)} onPress={toEnd.jump} />
      )}
    </div>
  );
}

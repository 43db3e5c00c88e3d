/** The list of chats and the names of people, as the page has them: drawn again where a commit touched a row. */
import type { BridgeEvent } from '../../../shared/bridge.ts';
import type { ChangeSet, ObservedStore } from '../changes.ts';
import type { Bus } from '../facts.ts';
import type { Directory } from '../people/directory.ts';
import type { Clock } from '../ports.ts';
import type { DialogViews } from './dialogViews.ts';

const redrawDelayMs = 16;

export function showChatList(options: {
  store: ObservedStore;
  directory: Directory;
  views: DialogViews;
  bus: Bus;
  clock: Clock;
  emit(event: BridgeEvent): void;
}) {
  const { directory, views, emit } = options;
  const touched = new Set<string>();
  let cancelRedraw: (() => void) | null = null;

  /** At most once a frame, however many messages a burst brings. */
  function redraw(dialogIds: Iterable<string>): void {
    for (const dialogId of dialogIds) touched.add(dialogId);
    if (touched.size === 0) return;
    cancelRedraw ??= options.clock.schedule(redrawDelayMs, () => {
      cancelRedraw = null;
      const upserted = [...touched].flatMap((dialogId) => {
        const record = directory.record(dialogId);
        return record === null ? [] : [views.viewOf(record)];
      });
      touched.clear();
      if (upserted.length > 0) emit({ type: 'dialogs', upserted, removed: [] });
    });
  }

  function follow({ messages, records, marks, drafts, users, cleared }: ChangeSet): void {
    const removed = [...records].filter((dialogId) => directory.record(dialogId) === null);
    if (removed.length > 0) emit({ type: 'dialogs', upserted: [], removed });
    redraw([...messages.keys(), ...records, ...marks, ...drafts]);
    if (cleared) redraw(directory.records().map(({ dialogId }) => dialogId));
    if (users.size === 0) return;
    emit({ type: 'users', users: [...users.values()] });
    redraw(
      directory
        .records()
        // The other one's name is the title; and whoever is named in a message may be somebody else now.
        .filter(({ members }) => members?.some(({ userId }) => users.has(userId)) ?? true)
        .map(({ dialogId }) => dialogId),
    );
  }

  options.store.onCommit('chatList', follow);
  options.bus.on('heldReadMoved', redraw);
  return { stop: () => cancelRedraw?.() };
}

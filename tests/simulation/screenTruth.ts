/** When everything is quiet: the screen is what the server has. */

import { emptyMark, isRead } from '../../src/main/chat/receipts/unread.ts';
import type { HistoryStore } from '../../src/main/chat/store.ts';
import { compareDialogs } from '../../src/renderer/dialogs/dialogOrder.ts';
import type { Mark } from '../../src/shared/domain.ts';
import { comparePositions } from '../../src/shared/messageOrder.ts';
import type { MessageView } from '../../src/shared/views.ts';
import type { MessageWindow } from '../../src/shared/windowFold.ts';
import type { Row } from './answers.ts';
import { saidBy } from './quoter.ts';
import type { Screen } from './screen.ts';

/** As the stores count. */
const mostCounted = 1_000;

/** The messages of a dialog in their order, each once. */
export interface DialogTruth {
  dialogId: string;
  rows: Row[];
  /** What a row on screen is of; null: of a message that was taken back, which says nothing. */
  nameOf(id: string): string | null;
  names: string[];
  /** Of a server whose histories name no send: its second rows cannot be told apart. */
  indistinct: boolean;
  /** Of the rows on the server, whatever they are of. */
  newestStored: Row | undefined;
}

export interface ScreenOwner {
  userId: string;
  store: HistoryStore;
  screen: Screen;
}

/** The open window is the truth around its place, without a hole, and complete at an end that has no more. */
export function judgeWindow({ screen, store }: ScreenOwner, truth: DialogTruth): void {
  const window = screen.window();
  if (window === null || window.dialogId !== truth.dialogId) return;
  const all = window.messages.flatMap((message) => nameOn(message, truth));
  const first = truth.names.indexOf(all[0] ?? '');
  const shown = truth.indistinct ? withoutSecondRows(all, truth.names.slice(0, first)) : all;
  if (shown.length > 0 && shown.join() !== truth.names.slice(first, first + shown.length).join())
    screen.fault('window');
  if (!window.hasNewer && shown.at(-1) !== truth.names.at(-1)) screen.fault('end');
  if (shown.length > 0 && !window.hasOlder && shown[0] !== truth.names[0]) screen.fault('start');
  const waiting = store.messagesBefore(truth.dialogId, null, 1_000).filter(({ id }) => id === null);
  if (!waiting.every(({ key }) => window.byKey.has(key))) screen.fault('waiting');
}

/** Also those of messages whose first row stands further up than the window. */
function withoutSecondRows(shown: string[], above: string[]): string[] {
  const names = new Set(above);
  return shown.filter((name) => {
    const isFirst = !names.has(name);
    names.add(name);
    return isFirst;
  });
}

function nameOn({ id }: MessageView, truth: DialogTruth): string[] {
  const name = id === null ? null : truth.nameOf(id);
  return name === null ? [] : [name];
}

/** The divider of a window just opened stands above the first unread message, where there is one. */
export function judgeDivider(owner: ScreenOwner, truth: DialogTruth, window: MessageWindow): void {
  if (truth.indistinct) return;
  const { store, screen } = owner;
  const from = store.dialogs().find(({ dialogId }) => dialogId === truth.dialogId)?.certified?.from;
  const unread = truth.rows.find(
    (row) => isUnread(owner, truth, row) && (from === undefined || comparePositions(row, from) >= 0),
  );
  const key = window.firstUnreadKey;
  const id = key === null ? null : (store.message(key)?.id ?? null);
  const shown = id === null ? null : truth.nameOf(id);
  if (shown !== (unread === undefined ? null : truth.nameOf(unread.id))) screen.fault('divider');
  if (key !== null && !window.byKey.has(key)) screen.fault('divider not shown');
}

/** Order, previews and, where the server tells it exactly, unread counts of the list. */
export function judgeList(owner: ScreenOwner, truths: DialogTruth[], isCounted: boolean): void {
  const { screen } = owner;
  const rows = screen.dialogs().sort(compareDialogs);
  const truthOf = (dialogId?: string) => truths.find((truth) => truth.dialogId === dialogId);
  for (const [index, { dialogId }] of rows.entries()) {
    // The list of a server that stored one message twice goes by its second row.
    const above = truthOf(rows[index - 1]?.dialogId)?.newestStored?.createdAt ?? Number.POSITIVE_INFINITY;
    if (above < (truthOf(dialogId)?.rows.at(-1)?.createdAt ?? 0)) screen.fault('list order');
  }
  if (rows.length !== truths.length) screen.fault('list');
  for (const truth of truths) {
    const view = rows.find(({ dialogId }) => dialogId === truth.dialogId);
    const newest = truth.rows.at(-1);
    const newestContents = [newest, truth.newestStored].map((row) => row && saidBy(row));
    if (view?.lastMessage?.state === 'sent' && !newestContents.includes(view.lastMessage.content))
      screen.fault('preview');
    const unread = truth.rows.filter((row) => isUnread(owner, truth, row)).length;
    if (isCounted && view?.unreadCount !== Math.min(mostCounted, unread)) screen.fault('unread');
  }
}

function isUnread({ userId, store }: ScreenOwner, { dialogId }: DialogTruth, row: Row): boolean {
  if (row.senderId === userId || row.deletedAt !== null) return false;
  const mark: Mark = store.marks(dialogId).find((entry) => entry.userId === userId) ?? emptyMark(userId);
  const hasSeq = store.newestSent(dialogId)?.seq != null;
  return !isRead(mark, { createdAt: row.createdAt, seq: hasSeq ? row.seq : null });
}

/** What the renderer shows of a dialog: contiguous windows over the store, fetched from the server where they end. */
import type { Message, Position } from '../../shared/domain.ts';
import type { DialogWindow, MessageView } from '../../shared/views.ts';
import type { CatchUp } from './catchUp.ts';
import { CommandError } from './commandError.ts';
import type { Directory } from './directory.ts';
import type { Presence } from './presence.ts';
import type { Receipts } from './receipts.ts';
import { isTooSlow } from './rest.ts';
import type { HistoryStore } from './store.ts';
import { comparePositions } from './timeline.ts';

const windowSize = 80;
const beforeUnread = 30;
const afterUnread = 100;
const aroundTarget = 50;
const pageSize = 50;
const fetchesAPage = 3;

export interface WindowsOptions {
  store: HistoryStore;
  directory: Directory;
  receipts: Receipts;
  presence: Presence;
  catchUp: CatchUp;
  ownUserId: string;
  /** The server can be asked. */
  isUp(): boolean;
  toView(message: Message): MessageView;
}

/** Where a window begins: at the first unread message or, where there is none, at the end; or where this says. */
export interface WindowPlace {
  /** Around the message with this key. */
  at?: string | undefined;
  /** At the end, whatever is unread. */
  end?: boolean | undefined;
}

/** As the reader is told of it. */
export function historyFailure(error: unknown): unknown {
  return isTooSlow(error) ? new CommandError('serverSlow', error) : error;
}

export type Windows = ReturnType<typeof createWindows>;

export function createWindows(options: WindowsOptions) {
  const { store, directory } = options;

  /**
   * Rows below the certified interval may have holes between them: with the server in reach they are hidden until a
   * fetch vouches for them; without it, showing what is there beats showing nothing.
   */
  function isShown(dialogId: string): (message: Message) => boolean {
    const from = directory.record(dialogId)?.certified?.from;
    if (from === undefined || !options.isUp()) return () => true;
    return ({ id, createdAt }) => id === null || comparePositions({ createdAt, id }, from) >= 0;
  }

  function hasOlderThan(dialogId: string, first: Message | undefined): boolean {
    const record = directory.record(dialogId);
    if (record?.certified?.reachedStart !== true) return record !== null && first !== undefined;
    return first !== undefined && store.messagesBefore(dialogId, first, 1).length > 0;
  }

  function open(dialogId: string, { at, end = false }: WindowPlace = {}): DialogWindow {
    const record = directory.record(dialogId);
    if (record === null) throw new CommandError('dialogNotFound');
    const target = at === undefined ? null : store.message(at);
    if (at !== undefined && target?.dialogId !== dialogId) throw new CommandError('messageNotFound');
    const shown = isShown(dialogId);
    const own = options.receipts.own(dialogId);
    const firstUnread = store.firstUnread(dialogId, options.ownUserId, own, record.certified?.from ?? null);
    const messages =
      target !== null
        ? // What was found is stored here, and shown even where what lies around it may have holes.
          around(target, aroundTarget, aroundTarget, () => true)
        : firstUnread === null || end
          ? store.messagesBefore(dialogId, null, windowSize).filter(shown)
          : around(firstUnread, beforeUnread, afterUnread, shown);
    const last = messages.at(-1);
    return {
      dialogId,
      messages: messages.map(options.toView),
      hasOlder: hasOlderThan(dialogId, messages[0]),
      hasNewer: last !== undefined && store.messagesAfter(dialogId, last, 1).length > 0,
      firstUnreadKey: firstUnread?.key ?? null,
      marks: options.receipts.marks(dialogId),
      typingUserIds: options.presence.typingIn(dialogId),
      loading: messages.length === 0 && record.certified === null && options.isUp(),
    };
  }

  function around(
    message: Message,
    before: number,
    after: number,
    shown: (message: Message) => boolean,
  ): Message[] {
    const { dialogId } = message;
    return [
      ...store.messagesBefore(dialogId, message, before).filter(shown),
      message,
      ...store.messagesAfter(dialogId, message, after),
    ];
  }

  async function older(
    dialogId: string,
    from: Message,
  ): Promise<{ messages: MessageView[]; hasMore: boolean }> {
    const read = () => store.messagesBefore(dialogId, from, pageSize).filter(isShown(dialogId));
    let messages = read();
    for (let fetches = 0; fetches < fetchesAPage && messages.length < pageSize && options.isUp(); fetches++) {
      if (directory.record(dialogId)?.certified?.reachedStart === true) break;
      try {
        await options.catchUp.loadOlder(dialogId);
      } catch (error) {
        // What came before it is worth showing.
        if (messages.length > 0) break;
        throw historyFailure(error);
      }
      messages = read();
    }
    const hasMore = messages.length > 0 && hasOlderThan(dialogId, messages[0]);
    // «Nothing, but there is more» would be asked again at once, and for ever.
    if (messages.length === 0 && directory.record(dialogId)?.certified?.reachedStart !== true)
      throw new CommandError(options.isUp() ? 'serverFailed' : 'connectionLost');
    return { messages: messages.map(options.toView), hasMore };
  }

  return {
    open,
    /** Where a message stands; null: it is not stored here, or was not sent yet. */
    positionOf(key: string): Position | null {
      const message = store.message(key);
      return message === null || message.id === null
        ? null
        : { createdAt: message.createdAt, id: message.id, seq: message.seq };
    },
    /** A page next to the message `from`; rejects with CommandError when that message is not there. */
    async page(dialogId: string, direction: 'older' | 'newer', from: string) {
      const message = store.message(from);
      if (message === null || message.dialogId !== dialogId) throw new CommandError('messageNotFound');
      if (direction === 'older') return older(dialogId, message);
      const messages = store.messagesAfter(dialogId, message, pageSize);
      const last = messages.at(-1);
      const hasMore = last !== undefined && store.messagesAfter(dialogId, last, 1).length > 0;
      return { messages: messages.map(options.toView), hasMore };
    },
  };
}

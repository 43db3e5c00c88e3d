/** Contiguous parts of a dialog as the store has them: where a window begins, and what joins on to it. */
import type { Mark, Message } from '../../../shared/domain.ts';
import { comparePositions, isPending } from '../../../shared/messageOrder.ts';
import { CommandError } from '../commandError.ts';
import type { Directory } from '../people/directory.ts';
import type { HistoryStore } from '../store.ts';

const windowSize = 80;
const beforeUnread = 30;
const afterUnread = 100;
const aroundTarget = 50;

/** Where a window begins: at the first unread message or, where there is none, at the end; or where this says. */
export interface WindowPlace {
  /** Around the message with this key. */
  at?: string | undefined;
  /** At the end, whatever is unread. */
  end?: boolean | undefined;
  /** Around this message, where it is stored and the window would not hold it anyway. */
  leftAt?: string | undefined;
}

export interface WindowPart {
  /** Sent ones in their order, then all that wait to be sent. */
  messages: Message[];
  hasOlder: boolean;
  hasNewer: boolean;
  firstUnreadKey: string | null;
}

export type WindowReader = ReturnType<typeof createWindowReader>;

export function createWindowReader(options: {
  store: HistoryStore;
  directory: Directory;
  ownUserId: string;
  ownMark(dialogId: string): Mark;
  /** The server can be asked. */
  isUp(): boolean;
}) {
  const { store, directory } = options;

  /**
   * Rows below the certified interval may have holes between them: with the server in reach they are hidden until a
   * fetch vouches for them; without it, showing what is there beats showing nothing.
   */
  function withoutHoles(messages: Message[]): Message[] {
    const [first] = messages;
    const certified = first === undefined ? null : (directory.record(first.dialogId)?.certified ?? null);
    // Of the first millisecond, which an old server orders its own way, some may stand below the last page read.
    if (certified === null || certified.reachedStart || !options.isUp()) return messages;
    const isBelow = ({ id, createdAt }: Message) =>
      id !== null && comparePositions({ createdAt, id }, certified.from) < 0;
    // Messages of one millisecond do not stand by their ids: what is above the last hidden one has no hole.
    return messages.slice(messages.findLastIndex(isBelow) + 1);
  }

  function hasOlderThan(dialogId: string, first: Message | undefined): boolean {
    const record = directory.record(dialogId);
    if (record?.certified?.reachedStart !== true) return record !== null && first !== undefined;
    return first !== undefined && store.messagesBefore(dialogId, first, 1).length > 0;
  }

  function hasNewerThan(dialogId: string, last: Message | undefined): boolean {
    const [next] = last === undefined ? [] : store.messagesAfter(dialogId, last, 1);
    return next !== undefined && !isPending(next);
  }

  /** They come last, so that what is newest says whether there are any. */
  function pendingOf(dialogId: string): Message[] {
    const newest = store.newestMessage(dialogId);
    if (newest === null || !isPending(newest)) return [];
    for (let limit = windowSize; ; limit *= 4) {
      const tail = store.messagesBefore(dialogId, null, limit);
      const pending = tail.filter(isPending);
      if (pending.length < limit) return pending;
    }
  }

  function around(message: Message, before: number, after: number): Message[] {
    const { dialogId } = message;
    return [
      ...store.messagesBefore(dialogId, message, before),
      message,
      ...store.messagesAfter(dialogId, message, after).filter((next) => !isPending(next)),
    ];
  }

  /** Throws CommandError where the dialog or the message to show is not stored here. */
  function open(dialogId: string, { at, end = false, leftAt }: WindowPlace = {}): WindowPart {
    const record = directory.record(dialogId);
    if (record === null) throw new CommandError('dialogNotFound');
    const target = at === undefined ? null : store.message(at);
    if (at !== undefined && target?.dialogId !== dialogId) throw new CommandError('messageNotFound');
    const own = options.ownMark(dialogId);
    const firstUnread = store.firstUnread(dialogId, options.ownUserId, own, record.certified?.from ?? null);
    const pending = pendingOf(dialogId);
    const part = (sent: Message[]): WindowPart => ({
      messages: [...sent, ...pending],
      hasOlder: hasOlderThan(dialogId, sent[0]),
      hasNewer: hasNewerThan(dialogId, sent.at(-1)),
      firstUnreadKey: firstUnread?.key ?? null,
    });
    // What was found is stored here, and shown even where what lies around it may have holes.
    if (target !== null && !isPending(target)) return part(around(target, aroundTarget, aroundTarget));
    if (firstUnread === null || end || target !== null) {
      const usual = part(withoutHoles(store.messagesBefore(dialogId, pending[0] ?? null, windowSize)));
      return end ? usual : whereLeft(dialogId, leftAt, usual, part);
    }
    return whereLeft(
      dialogId,
      leftAt,
      part(withoutHoles(around(firstUnread, beforeUnread, afterUnread))),
      part,
    );
  }

  function whereLeft(
    dialogId: string,
    leftAt: string | undefined,
    usual: WindowPart,
    part: (sent: Message[]) => WindowPart,
  ): WindowPart {
    if (leftAt === undefined || usual.messages.some(({ key }) => key === leftAt)) return usual;
    const left = store.message(leftAt);
    if (left === null || left.dialogId !== dialogId || isPending(left)) return usual;
    return part(around(left, aroundTarget, aroundTarget));
  }

  return {
    open,
    hasOlderThan,
    hasNewerThan,
    older: (message: Message, limit: number): Message[] =>
      withoutHoles(store.messagesBefore(message.dialogId, message, limit)),
    newer: (message: Message, limit: number): Message[] =>
      store.messagesAfter(message.dialogId, message, limit).filter((next) => !isPending(next)),
  };
}

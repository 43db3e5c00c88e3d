/** Messages that are new here, with what has to be known to decide whether the person is told about them. */
import { readAttachments } from '../../../shared/attachmentSchema.ts';
import type { Attachment } from '../../../shared/attachments.ts';
import type { Message, Timestamp } from '../../../shared/domain.ts';
import { isServiceLine } from '../../../shared/serviceLine.ts';
import type { ChangeSet, ObservedStore } from '../changes.ts';

export interface Arrival {
  key: string;
  dialogId: string;
  senderId: string;
  content: string;
  type: string;
  attachments?: Attachment[] | undefined;
  /** The order of messages; arrivals come in any order, a catch-up's newest first. */
  createdAt: Timestamp;
  own: boolean;
  /** It names the person. */
  mention: boolean;
  /** From before this account first signed in here, or from further up in a history that is being paged back. */
  old: boolean;
  /** It was an arrival before, as when what was downloaded had been cleared. */
  announced: boolean;
}

export function tellArrivals(options: {
  store: ObservedStore;
  ownUserId: string;
  meansOwn(message: Message): boolean;
  /** Nobody may want to know. */
  tell: ((arrivals: Arrival[]) => void) | undefined;
}): void {
  function follow({ messages, news }: ChangeSet): void {
    const arrivals = [...messages.values()].flatMap(({ saved, added }) =>
      [...saved.values()]
        .filter((message) => added.has(message.key) && message.id !== null && !isServiceLine(message.type))
        .filter(({ removed }) => removed === undefined)
        .map((message): Arrival => {
          const { key, dialogId, senderId, content, type, createdAt } = message;
          const own = senderId === options.ownUserId;
          const isFirst = news.get(key);
          const told = { old: !own && isFirst === undefined, announced: isFirst === false };
          const mention = options.meansOwn(message);
          const about = { key, dialogId, senderId, content, type, createdAt, own, mention };
          return { ...about, ...told, ...readAttachments(message) };
        }),
    );
    if (arrivals.length > 0) options.tell?.(arrivals);
  }

  options.store.onCommit('arrivals', follow);
}

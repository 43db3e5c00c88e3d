/** Socket events, parsed and passed on. Socket.IO only hints: what it does not say is fetched. */

import type {
  RemoteDialogReference,
  RemoteHello,
  RemoteMessage,
  RemoteTypingUpdate,
  RemoteUpdate,
} from '../../../shared/remote.ts';
import {
  isEnvelope,
  parseHello,
  parseMark,
  parseMessage,
  parseMessageIds,
  parseMessageStatus,
  parsePresence,
  parsePresenceSnapshot,
  parseReactionEvent,
  parseReactor,
  parseTyping,
  parseTypingUpdate,
  parseUpdate,
  type RemoteReactionEvent,
  WireError,
} from '../../../shared/wire.ts';
import type { Journal } from '../journal.ts';
import type { Log } from '../ports.ts';

/** Who is there and who types, as the server tells it. */
interface PresenceTold {
  snapshot(userIds: string[]): void;
  userOnline(userId: string): void;
  userOffline(userId: string): void;
  startTyping(dialogId: string, userId: string): void;
  stopTyping(dialogId: string, userId: string): void;
  stopTypingEverywhere(userId: string): void;
}

export interface InboundOptions {
  log: Log;
  /** The event was understood and could not be taken in, as with a full disk: what it said has to be fetched later. */
  onFailed(error: unknown): void;
  presence: PresenceTold;
  journal: Journal;
  onHello(hello: RemoteHello): void;
  onMessage(message: RemoteMessage): void;
  /** It was changed or removed; the copy may name it by the database's id alone. */
  onUpdated(message: RemoteMessage): void;
  onMark(dialogId: string, userId: string, deliveredSeq: number, readSeq: number): void;
  /** Answers false for a message that is not known here. */
  onStatus(messageId: string, userId: string, status: 'delivered' | 'read'): boolean;
  onTyping(update: RemoteTypingUpdate): void;
  /** Something in this dialog changed that the event does not carry in full. */
  onDialogHint(reference: RemoteDialogReference): void;
  onReaction(event: RemoteReactionEvent): void;
  /** Somebody reacted, and only they know with what; answers whether nothing else needs to be fetched. */
  onReactor(userId: string, messageIds: string[]): boolean;
  /** A reaction to the message of this id was added, changed or taken back. */
  onReactionHint(messageId: string): void;
  /** Somebody changed their name. */
  onUserHint(userId: string): void;
  /** Dialogs or their members changed. */
  onListHint(update: RemoteUpdate): void;
}

/** Answers the one function that takes every event; what it cannot read it logs and leaves. */
export function createInbound(options: InboundOptions) {
  const { presence } = options;

  const handlers: Record<string, (payload: unknown) => void> = {
    'server:hello': (payload) => options.onHello(parseHello(payload)),
    'message:new': (payload) =>
      isEnvelope(payload) ? takeUpdate(payload) : options.onMessage(parseMessage(payload)),
    'message:update': takeUpdate,
    'dialog:update': takeUpdate,
    'chat3:update': takeUpdate,
    'dialog:marks': (payload) => {
      const mark = parseMark(payload);
      options.onMark(mark.dialogId, mark.userId, mark.deliveredSeq, mark.readSeq);
    },
    'message:status': (payload) => {
      const { messageId, userId, status } = parseMessageStatus(payload);
      if (status !== 'unread') options.onStatus(messageId, userId, status);
    },
    'message:reaction': (payload) => options.onReaction(parseReactionEvent(payload)),
    'typing:start': (payload) => {
      const { dialogId, userId } = parseTyping(payload);
      presence.startTyping(dialogId, userId);
    },
    'typing:stop': (payload) => {
      const { dialogId, userId } = parseTyping(payload);
      presence.stopTyping(dialogId, userId);
    },
    'typing:update': (payload) => {
      const typing = parseTypingUpdate(payload);
      if (typing === null) handlers['typing:start']?.(payload);
      else options.onTyping(typing);
    },
    'presence:snapshot': (payload) => presence.snapshot(parsePresenceSnapshot(payload)),
    'user:online': (payload) => presence.userOnline(parsePresence(payload).userId),
    'user:offline': (payload) => {
      const { userId } = parsePresence(payload);
      presence.stopTypingEverywhere(userId);
      presence.userOffline(userId);
    },
  };

  function takeUpdate(payload: unknown): void {
    const typing = parseTypingUpdate(payload);
    if (typing === null) takeChange(parseUpdate(payload), payload);
    else options.onTyping(typing);
  }

  function takeChange(update: RemoteUpdate, payload: unknown): void {
    if (update.eventType.startsWith('dialog.')) options.onListHint(update);
    if (update.eventType === 'user.update' && update.entityId !== null) options.onUserHint(update.entityId);
    if (!update.eventType.startsWith('message.')) return;
    // Where nothing is sent to rooms, a new message comes in no other way than whole in its envelope.
    if (update.eventType === 'message.create' && update.message?.messageId != null)
      options.onMessage(update.message);
    else if (!isStatusTaken(update, payload) && !isReactionTaken(update, payload)) {
      if (update.message !== null && update.eventType !== 'message.create') options.onUpdated(update.message);
      takeHint(update);
    }
  }

  function takeHint({ eventType, entityId, dialog }: RemoteUpdate): void {
    if (eventType.startsWith('message.reaction') && entityId !== null) options.onReactionHint(entityId);
    options.onDialogHint(dialog);
  }

  /** Who has read which message, told in full: nothing needs to be fetched. */
  function isStatusTaken({ status }: RemoteUpdate, payload: unknown): boolean {
    if (status === null || status.status === 'unread') return false;
    const { userId, status: reached } = status;
    return parseMessageIds(payload).some((messageId) => options.onStatus(messageId, userId, reached));
  }

  function isReactionTaken({ eventType }: RemoteUpdate, payload: unknown): boolean {
    const userId = eventType.startsWith('message.reaction.') ? parseReactor(payload) : null;
    return userId !== null && options.onReactor(userId, parseMessageIds(payload));
  }

  return (name: string, payload: unknown): void => {
    const handle = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (handle === undefined) return;
    options.journal.eventCame(name, payload);
    try {
      handle(payload);
    } catch (error) {
      if (error instanceof WireError) options.log.warn('inbound.unreadable', { name, cause: error.message });
      else options.onFailed(error);
    }
  };
}

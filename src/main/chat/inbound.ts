/** Socket events, parsed and passed on. Socket.IO only hints: what it does not say is fetched. */

import type { RemoteDialogReference, RemoteHello, RemoteMessage, RemoteUpdate } from '../../shared/remote.ts';
import {
  parseHello,
  parseMark,
  parseMessage,
  parseMessageStatus,
  parsePresence,
  parsePresenceSnapshot,
  parseReactionEvent,
  parseTyping,
  parseUpdate,
  type RemoteReactionEvent,
  WireError,
} from '../../shared/wire.ts';
import type { Journal } from './journal.ts';
import type { Log } from './ports.ts';
import type { Presence } from './presence.ts';

export interface InboundOptions {
  log: Log;
  /** The event was understood and could not be taken in, as with a full disk: what it said has to be fetched later. */
  onFailed(error: unknown): void;
  presence: Presence;
  journal: Journal;
  onHello(hello: RemoteHello): void;
  onMessage(message: RemoteMessage): void;
  onMark(dialogId: string, userId: string, deliveredSeq: number, readSeq: number): void;
  onStatus(messageId: string, userId: string, status: 'delivered' | 'read'): void;
  /** Something in this dialog changed that the event does not carry in full. */
  onDialogHint(reference: RemoteDialogReference): void;
  onReaction(event: RemoteReactionEvent): void;
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
    'message:new': (payload) => options.onMessage(parseMessage(payload)),
    'message:update': (payload) => takeUpdate(parseUpdate(payload)),
    'dialog:update': (payload) => takeUpdate(parseUpdate(payload)),
    'chat3:update': (payload) => takeUpdate(parseUpdate(payload)),
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
    'presence:snapshot': (payload) => presence.snapshot(parsePresenceSnapshot(payload)),
    'user:online': (payload) => presence.userOnline(parsePresence(payload).userId),
    'user:offline': (payload) => {
      const { userId } = parsePresence(payload);
      presence.stopTypingEverywhere(userId);
      presence.userOffline(userId);
    },
  };

  function takeUpdate(update: RemoteUpdate): void {
    if (update.eventType.startsWith('dialog.')) options.onListHint(update);
    if (update.eventType === 'user.update' && update.entityId !== null) options.onUserHint(update.entityId);
    if (update.eventType.startsWith('message.reaction') && update.entityId !== null)
      options.onReactionHint(update.entityId);
    // A whole message comes as message:new as well; the envelope only says that it is there.
    if (update.eventType.startsWith('message.')) options.onDialogHint(update.dialog);
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

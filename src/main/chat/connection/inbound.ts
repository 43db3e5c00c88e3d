/** Socket events, parsed and told as facts. Socket.IO only hints: what it does not say is fetched. */

import { type EventName, isEventName } from '../../../shared/happenings.ts';
import type { RemoteMessage, RemoteUpdate } from '../../../shared/remote.ts';
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
  WireError,
} from '../../../shared/wire.ts';
import type { Bus } from '../facts.ts';
import type { Journal } from '../journal.ts';
import type { Log } from '../ports.ts';

export interface InboundOptions {
  bus: Bus;
  log: Log;
  journal: Journal;
  /** Of the connection that events come by. */
  epoch(): number;
  /** The event was understood and could not be taken in, as with a full disk: what it said has to be fetched later. */
  onFailed(error: unknown): void;
}

/** Answers the one function that takes every event; what it cannot read it logs and leaves. */
export function createInbound({ bus, log, journal, epoch, onFailed }: InboundOptions) {
  const handlers: Record<EventName, (payload: unknown) => void> = {
    'server:hello': (payload) => bus.tell('helloCame', parseHello(payload), epoch()),
    'message:new': (payload) =>
      isEnvelope(payload) ? takeUpdate(payload) : takeMessage(parseMessage(payload)),
    'message:update': takeUpdate,
    'dialog:update': takeUpdate,
    'chat3:update': takeUpdate,
    'dialog:marks': (payload) => bus.tell('markMoved', parseMark(payload)),
    'message:status': (payload) => {
      const { messageId, userId, status } = parseMessageStatus(payload);
      if (status !== 'unread') bus.tell('statusMoved', messageId, userId, status);
    },
    'message:reaction': (payload) => bus.tell('reactionCame', parseReactionEvent(payload)),
    'typing:start': takeTypingStart,
    'typing:stop': (payload) => {
      const { dialogId, userId } = parseTyping(payload);
      bus.tell('typingStopped', dialogId, userId);
    },
    'typing:update': (payload) => {
      const typing = parseTypingUpdate(payload);
      if (typing === null) takeTypingStart(payload);
      else bus.tell('typingTold', typing);
    },
    'presence:snapshot': (payload) => bus.tell('onlineTold', parsePresenceSnapshot(payload)),
    'user:online': (payload) => bus.tell('userOnline', parsePresence(payload).userId),
    'user:offline': (payload) => bus.tell('userOffline', parsePresence(payload).userId),
  };

  /** Only in a broker's copy the message has no name of its own (P5.5). */
  function takeMessage(message: RemoteMessage): void {
    bus.tell('messageCame', message, message.messageId === null ? 'broker' : 'room');
  }

  function takeTypingStart(payload: unknown): void {
    const { dialogId, userId } = parseTyping(payload);
    bus.tell('typingStarted', dialogId, userId);
  }

  function takeUpdate(payload: unknown): void {
    const typing = parseTypingUpdate(payload);
    if (typing === null) takeChange(parseUpdate(payload), payload);
    else bus.tell('typingTold', typing);
  }

  function takeChange(update: RemoteUpdate, payload: unknown): void {
    const { eventType, entityId, message } = update;
    if (eventType.startsWith('dialog.')) bus.tell('listChanged', update);
    if (eventType === 'user.update' && entityId !== null) bus.tell('userChanged', entityId);
    if (!eventType.startsWith('message.')) return;
    // Where nothing is sent to rooms, a new message comes in no other way than whole in its envelope.
    if (eventType === 'message.create' && message?.messageId != null) {
      bus.tell('messageCame', message, 'broker');
      return;
    }
    const reactorId = eventType.startsWith('message.reaction.') ? parseReactor(payload) : null;
    bus.tell('messageChanged', { ...update, messageIds: parseMessageIds(payload), reactorId });
  }

  return (name: string, payload: unknown): void => {
    if (!isEventName(name)) return;
    const handle = handlers[name];
    journal.eventCame(name, payload);
    try {
      handle(payload);
    } catch (error) {
      if (error instanceof WireError) log.warn('inbound.unreadable', { name, cause: error.message });
      else onFailed(error);
    }
  };
}

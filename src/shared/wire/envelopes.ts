/** What the newest of the old servers pack into update envelopes beside the updates that all know (P8.5). */
import type { RemoteTypingUpdate } from '../remote.ts';
import { lenient } from './fields.ts';
import { isRecord, pick, toCount, toDialogReference, toIdentifier } from './values.ts';
import { read, WireError } from './wireError.ts';

const envelope = lenient((payload) => {
  const { data, eventType, sourceEventType } = pick(payload, ['data', 'eventType', 'sourceEventType']);
  return isRecord(data) && (typeof eventType === 'string' || typeof sourceEventType === 'string');
});

/** An update where a message was to be expected: all that comes by the broker comes in one. */
export function isEnvelope(payload: unknown): boolean {
  return read('envelope', envelope, payload);
}

const typingUpdate = lenient((payload): RemoteTypingUpdate | null => {
  const { data, dialogId } = pick(payload, ['data', 'dialogId']);
  const inside = pick(data, ['typing', 'dialog', 'dialogId', 'context', 'expiresInMs']);
  const typing = inside.typing ?? (inside.expiresInMs === undefined ? payload : data);
  const { userId, expiresInMs, userInfo } = pick(typing, ['userId', 'expiresInMs', 'userInfo']);
  if (inside.typing === undefined && expiresInMs === undefined) return null;
  const typist = toIdentifier(userId) ?? toIdentifier(pick(userInfo, ['userId']).userId);
  if (typist === null) throw new WireError('typing', 'is no id', 'userId');
  const places = [
    dialogId,
    pick(typing, ['dialogId']).dialogId,
    inside.dialogId,
    inside.dialog,
    pick(inside.context, ['dialogId']).dialogId,
  ].map(toDialogReference);
  return {
    userId: typist,
    dialog: {
      dialogId: places.find((place) => place.dialogId !== null)?.dialogId ?? null,
      databaseId: places.find((place) => place.databaseId !== null)?.databaseId ?? null,
    },
    lastsMs: toCount(expiresInMs),
  };
});

/** Somebody types: the payload of `typing:update`, bare or in an envelope; null for an update that tells of something else. */
export function parseTypingUpdate(payload: unknown): RemoteTypingUpdate | null {
  return read('typing update', typingUpdate, payload);
}

const reactor = lenient((payload) => {
  const { data } = pick(payload, ['data']);
  const { message, reactionUpdate } = pick(data, ['message', 'reactionUpdate']);
  const update = pick(message, ['reactionUpdate']).reactionUpdate ?? reactionUpdate;
  return toIdentifier(pick(update, ['userId']).userId);
});

/** Whose reaction an update of a message is about; null where it does not tell. */
export function parseReactor(payload: unknown): string | null {
  return read('reactor', reactor, payload);
}

const messageIds = lenient((payload) => {
  const { data, entityId } = pick(payload, ['data', 'entityId']);
  const { message, messageId } = pick(data, ['message', 'messageId']);
  const inside = pick(message, ['messageId', '_id', 'id']);
  const ids = [inside.messageId, inside._id, inside.id, messageId, entityId].map(toIdentifier);
  return [...new Set(ids.filter((id) => id !== null))];
});

/** Every id that an update may name its message by. */
export function parseMessageIds(payload: unknown): string[] {
  return read('message ids', messageIds, payload);
}

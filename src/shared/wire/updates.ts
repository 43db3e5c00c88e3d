import { z } from 'zod';
import type { RemoteDialogReference, RemoteMessage, RemoteStatus, RemoteUpdate } from '../remote.ts';
import { anything, dialogReference, identifier, text } from './fields.ts';
import { messageSchema, statusSchema } from './messages.ts';
import { isRecord, pick, toDialogReference } from './values.ts';
import { read, WireError } from './wireError.ts';

const knownTypes = new Set([
  'dialog.create',
  'dialog.update',
  'dialog.delete',
  'dialog.member.add',
  'dialog.member.remove',
  'message.create',
  'message.update',
  'message.delete',
  'message.reaction.add',
  'message.reaction.update',
  'message.reaction.remove',
  'message.status.create',
  'message.status.update',
  // Ours alone: somebody changed their name.
  'user.update',
]);

const envelopeSchema = z.object({
  eventType: text,
  sourceEventType: text,
  updateType: text,
  userId: identifier,
  dialogId: dialogReference,
  entityId: identifier,
  data: anything,
});

/**
 * The payload of `message:update`, `dialog:update` and `chat3:update` in any of the three envelopes: A has its subject as
 * `data`, B and C under `data.message` or `data.dialog`, and C calls its type `sourceEventType`. Of types that are not in
 * the contract only the type is answered.
 */
export function parseUpdate(input: unknown): RemoteUpdate {
  const envelope = read('update', envelopeSchema, input);
  const eventType = envelope.eventType || envelope.sourceEventType || envelope.updateType;
  if (!eventType) throw new WireError('update', 'is no type', 'eventType');
  const update: RemoteUpdate = {
    eventType,
    userId: null,
    dialog: { dialogId: null, databaseId: null },
    entityId: null,
    message: null,
    status: null,
  };
  if (!knownTypes.has(eventType)) return update;

  const data = pick(envelope.data, ['message', 'dialog', 'dialogId', 'context', 'statusUpdate']);
  const dialog = joined(
    envelope.dialogId,
    toDialogReference(isRecord(data.dialog) ? data.dialog : null),
    toDialogReference(pick(data.message, ['dialogId']).dialogId),
    toDialogReference(data.dialogId),
    toDialogReference(pick(data.context, ['dialogId']).dialogId),
    // Envelope A: the data of a dialog's event is the dialog.
    toDialogReference(eventType.startsWith('dialog.') && !data.dialog ? envelope.data : null),
  );
  return {
    ...update,
    userId: envelope.userId,
    dialog,
    entityId: envelope.entityId,
    message: carriesMessage(eventType)
      ? messageOf(data.message ?? envelope.data, dialog, eventType === 'message.delete')
      : null,
    status: eventType.startsWith('message.status.')
      ? statusOf([pick(data.message, ['statusUpdate']).statusUpdate, data.statusUpdate, envelope.data])
      : null,
  };
}

const carriesMessage = (eventType: string) => /^message\.(create|update|delete)$/.test(eventType);

/** All that these references to one dialog tell together. */
function joined(...references: RemoteDialogReference[]): RemoteDialogReference {
  const whole: RemoteDialogReference = { dialogId: null, databaseId: null };
  for (const reference of references) {
    whole.dialogId ??= reference.dialogId;
    whole.databaseId ??= reference.databaseId;
  }
  return whole;
}

/** Null also for a part of a message: taken for a whole one it would blank the text. Of one that was removed there is none. */
function messageOf(value: unknown, dialog: RemoteDialogReference, isRemoved: boolean): RemoteMessage | null {
  if (!isRemoved && typeof pick(value, ['content']).content !== 'string') return null;
  const message = messageSchema.safeParse(value).data;
  if (message === undefined) return null;
  return { ...message, dialog: joined(message.dialog, dialog), ...(isRemoved ? { removed: true } : {}) };
}

function statusOf(places: unknown[]): RemoteStatus | null {
  for (const place of places) {
    const status = statusSchema.safeParse(place).data;
    if (status) return status;
  }
  return null;
}

import { hash, randomBytes } from 'node:crypto';
import { customAlphabet } from 'nanoid';

const randomText = customAlphabet('abcdefghijklmnopqrstuvwxyz0123456789');

export const newUserId = () => `usr_${randomText(8)}`;
export const newDialogId = () => `dlg_${randomText(20)}`;
export const newMessageId = () => `msg_${randomText(20)}`;
export const newFileId = () => `file_${randomText(20)}`;
export const newSessionId = () => `ses_${randomText(20)}`;
export const newRequestId = () => `req_${randomText(16)}`;
export const newEventId = () => `evt_${randomText(20)}`;
export const newNodeId = () => `node_${randomText(12)}`;
let auditIds = 0;
/** Ascending within a process, for what happened in one millisecond. */
export const newAuditId = (time: number) => {
  auditIds += 1;
  return `aud_${time.toString(36)}_${auditIds.toString(36).padStart(8, '0')}_${randomText(8)}`;
};
export const newSecret = () => randomBytes(32).toString('base64url');

const DATABASE_ID = /^([0-9a-f]{8})([0-9a-f]{3})[0-9a-f]{13}$/;

/**
 * The second name of a message, which the clients of the old backend know it by: 24 hex digits that begin with its time, as
 * those of a document database do, so that they ascend within a dialog. Derived from what never changes, so never stored.
 */
export function databaseIdOf(message: { message_id: string; created_at: number }): string {
  const seconds = Math.floor(message.created_at / 1_000);
  const digits = (value: number, length: number) => value.toString(16).padStart(length, '0');
  const rest = hash('sha256', message.message_id).slice(0, 13);
  return digits(seconds, 8) + digits(message.created_at - seconds * 1_000, 3) + rest;
}

/** When the message of this database id was made; undefined for an id of any other kind. */
export function timeOfDatabaseId(id: string): number | undefined {
  const [, seconds, milliseconds] = DATABASE_ID.exec(id) ?? [];
  if (seconds === undefined || milliseconds === undefined) return undefined;
  return Number.parseInt(seconds, 16) * 1_000 + Number.parseInt(milliseconds, 16);
}

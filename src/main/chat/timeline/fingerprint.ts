/** A short hash over which messages stand where, and as of which revision (S22.4). Pure functions. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Message } from '../../../shared/domain.ts';
import type { FingerprintedMessage } from '../../../shared/fingerprint.ts';

/** What of a row everybody has who has the message; null: it may be here alone. */
export function fingerprinted(message: Message): FingerprintedMessage | null {
  const { id, createdAt, seq, removed, edited } = message;
  if (id === null) return null;
  // Where messages have no numbers, what was removed is in nobody's history who comes later, and an edit is seen by those
  // alone who have seen the text before it.
  if (seq === null) return removed === undefined ? { id, createdAt, revision: null } : null;
  return { id, createdAt, revision: removed === undefined ? (edited?.at ?? null) : 'removed' };
}

/** Of messages in their order; the time and all else is of no account. */
export function hashOf(messages: readonly FingerprintedMessage[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(messages.map(({ id, revision }) => [id, revision])))));
}

/** How new a copy of a message is. Pure functions. */
import type { Timestamp } from '../../../shared/domain.ts';

/** What a copy or a row knows of it; absent where it was not told. */
export interface Revision {
  /** The server's count of changes in the dialog, as of the last one of this message. */
  rev?: number | null | undefined;
  /** When the server last wrote the message. */
  updatedAt?: Timestamp | undefined;
}

/** Below 0: `a` is older than `b`; above 0: newer; null where nothing tells (S4.11). */
export function compareRevisions(a: Revision, b: Revision): number | null {
  if (a.rev != null && b.rev != null) return a.rev - b.rev;
  if (a.updatedAt !== undefined && b.updatedAt !== undefined) return a.updatedAt - b.updatedAt;
  return null;
}

export function isOlder(a: Revision, b: Revision): boolean {
  return (compareRevisions(a, b) ?? 0) < 0;
}

import type { RemoteStatusCounts } from '../remote.ts';
import { isRecord, pick, toCount } from './values.ts';

const names = ['unread', 'delivered', 'read'] as const;

/**
 * `context.statusMatrix` of the newest old servers: how many members have the message in which state, as an object or as a
 * list of `{status, count}`. Null where it is not told, or not understood.
 */
export function toStatusCounts(context: unknown): RemoteStatusCounts | null {
  const { statusMatrix } = pick(context, ['statusMatrix']);
  const told = Array.isArray(statusMatrix) ? fromRows(statusMatrix) : statusMatrix;
  if (!isRecord(told)) return null;
  const counts = { unread: 0, delivered: 0, read: 0 };
  for (const name of names) {
    const count = Object.hasOwn(told, name) ? toCount(told[name]) : 0;
    if (count === null) return null;
    counts[name] = count;
  }
  return counts;
}

function fromRows(rows: unknown[]): Record<string, unknown> {
  return Object.fromEntries(
    rows.map((row) => {
      const { status, count } = pick(row, ['status', 'count']);
      return [String(status), count];
    }),
  );
}

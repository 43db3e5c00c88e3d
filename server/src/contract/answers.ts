import { setImmediate as others } from 'node:timers/promises';
import type { WireMessage } from './wire.ts';

/** Bytes of one answer, about: its last row may go over it. */
const ANSWER_BYTES = 2 * 1024 * 1024;

/** Rows are read so many at a time, so that what is over the budget is never all in memory. */
const SLICE = 20;

/** What a client can do without: as of the servers that keep no meta (P8.1). */
export function withoutBallast<Item extends WireMessage>(item: Item): Item {
  const { statuses: _statuses, ...rest } = item;
  const { clientMessageId } = item.meta;
  return { ...rest, meta: clientMessageId === undefined ? {} : { clientMessageId } } as Item;
}

/** The rows that fit into one answer. */
export interface Fitted<Item> {
  items: Item[];
  /** There are more: the budget ended them, not `limit`. */
  isCut: boolean;
  /** Of everything that was read and made for it, what has no room included. */
  bytes: number;
}

/**
 * Reads rows in slices until `limit` of them, or as many as fit into one answer, and at least one.
 * `read(after, count)`: the next rows behind `after`, the first ones where that is undefined.
 */
export async function readWithinBudget<Row, Item>(options: {
  limit: number;
  read: (after: Row | undefined, count: number) => Promise<Row[]>;
  items: (rows: Row[]) => Item[] | Promise<Item[]>;
  /** What is left of a row that has no room: then none is left out. */
  withoutBallast?: (item: Item) => Item;
  budget?: number;
}): Promise<Fitted<Item>> {
  const { limit, withoutBallast, budget = ANSWER_BYTES } = options;
  const items: Item[] = [];
  let bytes = 0;
  let last: Row | undefined;
  while (items.length < limit) {
    const count = Math.min(SLICE, limit - items.length);
    const rows = await options.read(last, count);
    for (const item of await options.items(rows)) {
      bytes += Buffer.byteLength(JSON.stringify(item));
      const fits = bytes <= budget || items.length === 0;
      if (!fits && !withoutBallast) return { items, isCut: true, bytes };
      items.push(fits || !withoutBallast ? item : withoutBallast(item));
    }
    if (rows.length < count) break;
    last = rows.at(-1);
    // Whoever else is waiting has a turn between two slices.
    await others();
  }
  return { items, isCut: false, bytes };
}

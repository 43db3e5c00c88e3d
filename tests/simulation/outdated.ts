/** Whether every client shows what was changed and removed, as far as its server lets it know. */
import type { HistoryStore } from '../../src/main/chat/store.ts';
import type { Message } from '../../src/shared/domain.ts';
import type { Contract, Row } from './answers.ts';
import type { Client } from './judge.ts';
import { saidBy } from './quoter.ts';
import type { World } from './world.ts';

/** So many messages a look at a dialog reads at least, of a server that was slow (S16.3). */
const pageSize = 6;

export function countOutdated(world: World, clients: Client[], contract: Contract): number {
  let count = 0;
  for (const dialogId of world.dialogIds()) {
    const rows = world.rows(dialogId);
    for (const { store } of clients) {
      const from = contract === 'new' ? certifiedFrom(store, dialogId) : certainFrom(rows);
      const rowsOf = byMessage(rows, (id) => store.messageByWireId(id)?.key);
      const stored = store.messagesBefore(dialogId, null, 1_000_000).filter(({ id }) => id !== null);
      count += stored.filter((message) => isOutdated(message, rowsOf.get(message.key) ?? [], from)).length;
    }
  }
  return count;
}

/** What lies below comes again before it is shown. */
function certifiedFrom(store: HistoryStore, dialogId: string): number {
  return store.dialogs().find((record) => record.dialogId === dialogId)?.certified?.from.createdAt ?? 0;
}

/** Of the oldest millisecond of the newest page a walk vouches for nothing (S6.6). */
function certainFrom(rows: Row[]): number {
  const page = rows.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, pageSize);
  return page.length < pageSize ? 0 : (page.at(-1)?.createdAt ?? 0) + 1;
}

function byMessage(rows: Row[], keyOf: (id: string) => string | undefined): Map<string, Row[]> {
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row.id) ?? '';
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  return byKey;
}

function isOutdated(message: Message, rows: Row[], from: number): boolean {
  const isThere = rows.some(({ deletedAt }) => deletedAt === null);
  // Nothing that is there may be taken for removed, however far up it stands.
  if (isThere && message.removed !== undefined) return true;
  if (message.createdAt < from) return false;
  if (!isThere) return message.removed === undefined;
  const own = rows.find(({ id }) => id === message.id);
  return own !== undefined && saidBy(own) !== message.content;
}

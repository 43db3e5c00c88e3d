import { sql } from 'kysely';
import type { Db } from './schema.ts';

/** How long an event can be read, by the one clock that all nodes share: the database's. PostgreSQL only, as all of this. */
export const EVENT_LIFETIME_MS = 60_000;
const MOST_AT_ONCE = 1_000;

const databaseNow = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
/** Every transaction before this one has ended, however late, and each later one is read later. */
const settled = sql<number>`pg_snapshot_xmin(pg_current_snapshot())::text::bigint`;

export async function insertEvents(db: Db, eventId: string, body: string): Promise<void> {
  const transaction = sql<number>`pg_current_xact_id()::text::bigint`;
  await db
    .insertInto('events')
    .values({ event_id: eventId, transaction, body, created_at: databaseNow })
    .execute();
}

/** Where a node that starts begins to read: `eventsAfter` gives what is not over yet. */
export async function settledTransaction(db: Db): Promise<number> {
  const { rows } = await sql<{ settled: number }>`select ${settled} as settled`.execute(db);
  return (rows[0]?.settled ?? 0) - 1;
}

export interface EventPlace {
  event_id: string;
  transaction: number;
}

/** Those of the next transactions that have ended, in their order; an empty list when there are no more for now. */
export function eventsAfter(db: Db, transaction: number): Promise<EventPlace[]> {
  return db
    .selectFrom('events')
    .select(['event_id', 'transaction'])
    .where('transaction', '>', transaction)
    .where('transaction', '<', settled)
    .orderBy('transaction')
    .limit(MOST_AT_ONCE)
    .execute();
}

export async function eventBodies(db: Db, eventIds: string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('events')
    .select(['event_id', 'body'])
    .where('event_id', 'in', eventIds)
    .execute();
  return new Map(rows.map(({ event_id, body }) => [event_id, body]));
}

export async function removeOldEvents(db: Db): Promise<void> {
  await db
    .deleteFrom('events')
    .where('created_at', '<', sql<number>`${databaseNow} - ${EVENT_LIFETIME_MS}`)
    .execute();
}

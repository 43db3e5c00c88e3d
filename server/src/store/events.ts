import { sql } from 'kysely';
import type { Db } from './schema.ts';

/** How long an event waits for nodes that did not hear it; whoever was away for longer reads the history. */
const KEPT_MS = 60_000;
/** A transaction may commit so much later than it wrote. */
const COMMIT_MS = 10_000;
/** A node that was not seen for so long is over. */
const NODE_MS = 10_000;
const MOST_AT_ONCE = 1_000;

/** By the one clock that all nodes share: the database's. PostgreSQL only. */
const databaseNow = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

export interface EventRow {
  event_id: string;
  body: string;
  created_at: number;
}

export async function insertEvents(db: Db, eventId: string, body: string): Promise<void> {
  await db.insertInto('events').values({ event_id: eventId, body, created_at: databaseNow }).execute();
}

/** Those written since `after`, and somewhat before it: they are not committed in the order in which they were written. */
export function eventsSince(db: Db, after: number): Promise<EventRow[]> {
  return db
    .selectFrom('events')
    .selectAll()
    .where('created_at', '>', after - COMMIT_MS)
    .orderBy('created_at')
    .limit(MOST_AT_ONCE)
    .execute();
}

export async function deleteEvents(db: Db, eventIds: string[]): Promise<void> {
  await db.deleteFrom('events').where('event_id', 'in', eventIds).execute();
}

/** Says that this node is there, forgets what is over, and counts the nodes. Times are milliseconds since 1970. */
export async function beat(db: Db, nodeId: string): Promise<{ now: number; nodes: number }> {
  const { seen_at: now } = await db
    .insertInto('nodes')
    .values({ node_id: nodeId, seen_at: databaseNow })
    .onConflict((conflict) => conflict.column('node_id').doUpdateSet({ seen_at: databaseNow }))
    .returning('seen_at')
    .executeTakeFirstOrThrow();
  await db
    .deleteFrom('nodes')
    .where('seen_at', '<', now - KEPT_MS)
    .execute();
  await db
    .deleteFrom('events')
    .where('created_at', '<', now - KEPT_MS)
    .execute();
  const { count } = await db
    .selectFrom('nodes')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('seen_at', '>', now - NODE_MS)
    .executeTakeFirstOrThrow();
  return { now, nodes: Number(count) };
}

export async function removeNode(db: Db, nodeId: string): Promise<void> {
  await db.deleteFrom('nodes').where('node_id', '=', nodeId).execute();
}

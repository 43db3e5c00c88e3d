/** Shapes that the history keeps as JSON, checked when they are read back: a file may be older, or damaged. */
import { z } from 'zod';
import type { CatchUpEntry } from '../../shared/diagnostics.ts';
import { serviceLineSchema } from '../../shared/serviceLineSchema.ts';
import type { DialogRecord } from '../chat/store.ts';

const position = z.object({ createdAt: z.number(), id: z.string(), seq: z.number().nullable() });

export const dialogRecordSchema: z.ZodType<DialogRecord> = z.object({
  dialogId: z.string(),
  databaseId: z.string().nullable(),
  name: z.string(),
  kind: z.enum(['direct', 'group']).nullable(),
  members: z
    .array(z.object({ userId: z.string(), role: z.enum(['owner', 'admin', 'member']).nullable() }))
    .nullable(),
  lastMessage: z
    .object({
      content: z.string(),
      senderId: z.string(),
      type: z.string(),
      createdAt: z.number(),
      service: serviceLineSchema.optional().catch(undefined),
      removed: z.literal(true).optional().catch(undefined),
    })
    .nullable(),
  lastActivityAt: z.number(),
  lookedAt: z.number().nullable().default(null),
  unreadSeed: z.number(),
  unreadSeedAt: z.number(),
  certified: z.object({ from: position, to: position, reachedStart: z.boolean() }).nullable(),
  headSeq: z.number().nullable(),
  headRev: z.number().nullable(),
  knownRev: z.number().nullable(),
  syncedReadSeq: z.number(),
  syncedReadAt: z.number(),
  pinnedAt: z.number().nullable().default(null),
  muted: z.boolean().default(false),
  markedUnread: z.boolean().default(false),
});

export const catchUpEntrySchema: z.ZodType<CatchUpEntry> = z.object({
  number: z.number(),
  at: z.number(),
  epoch: z.number(),
  durationMs: z.number(),
  received: z.number(),
  repaired: z.number(),
  duplicatesDropped: z.number(),
  compared: z.number(),
  awaited: z.array(z.string()),
  vanished: z.number(),
  lost: z.number(),
  differences: z.number(),
  ranges: z.array(
    z.object({
      dialogId: z.string(),
      from: position.nullable(),
      to: position.nullable(),
      repaired: z.number(),
      differences: z.array(z.object({ kind: z.enum(['absent', 'extra', 'order', 'older']), id: z.string() })),
    }),
  ),
});

export const jobIdsSchema = z.array(z.string());

/** What a job holds is for its kind to check. */
export const jsonSchema: z.ZodType = z.json();

/** null for JSON that something else than this program wrote. */
export function parsed<Output>(schema: z.ZodType<Output>, json: string): Output | null {
  try {
    return schema.parse(JSON.parse(json));
  } catch {
    return null;
  }
}

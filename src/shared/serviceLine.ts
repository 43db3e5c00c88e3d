/** The lines a server writes into a group itself: who came and went, what the group is called now. */
import { z } from 'zod';

/** Under the name of the moment, for whoever does not know the person. */
const personSchema = z.object({ userId: z.string(), name: z.string() });

export const serviceLineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('created'), actor: personSchema, name: z.string() }),
  z.object({ event: z.literal('renamed'), actor: personSchema, name: z.string(), oldName: z.string() }),
  z.object({ event: z.literal('added'), actor: personSchema, person: personSchema }),
  z.object({ event: z.literal('removed'), actor: personSchema, person: personSchema }),
  z.object({ event: z.literal('left'), actor: personSchema }),
  z.object({
    event: z.literal('role'),
    actor: personSchema,
    person: personSchema,
    role: z.enum(['owner', 'admin', 'member']),
  }),
]);

export type ServiceLine = z.infer<typeof serviceLineSchema>;

/** Of every service line our server writes: no user has this id. */
export const serviceSenderId = 'system';

/**
 * A service line is no message of anybody: it is never unread, never notified of, has no ticks and takes no reaction,
 * and no search finds it. Local histories know the same rule in SQL.
 */
export function isServiceLine(type: string): boolean {
  return /^system(\.|$)/i.test(type);
}

/** As the type and meta of a message. */
export function encodeServiceLine({ event, ...meta }: ServiceLine): {
  type: string;
  meta: Record<string, unknown>;
} {
  return { type: `system.${event}`, meta };
}

/** What the line tells; undefined for messages, and for lines of other servers, which tell it in ways of their own. */
export function decodeServiceLine(message: {
  type: string;
  meta: Record<string, unknown>;
}): ServiceLine | undefined {
  if (!isServiceLine(message.type)) return undefined;
  const event = message.type.slice('system.'.length);
  return serviceLineSchema.safeParse({ ...message.meta, event }).data;
}

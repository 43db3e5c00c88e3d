/** The lines our server writes into a group: who came and went, what the group is called now. */
import { z } from 'zod';
import { isServiceLine } from './serviceLine.ts';

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

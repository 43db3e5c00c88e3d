/** The fields and frames that the schemas of the wire are built from. */
import { z } from 'zod';
import type { RemotePagination } from '../remote.ts';
import {
  isRecord,
  toCount,
  toDialogReference,
  toIdentifier,
  toMeta,
  toName,
  toSequence,
  toText,
  toTime,
} from './values.ts';
import { read, WireError } from './wireError.ts';

/** A field that may be absent or broken: `convert` is asked either way. */
export function lenient<Value>(convert: (value: unknown) => Value) {
  return z.transform(convert);
}

/** A field nothing works without: null from `convert` fails the record. */
export function required<Value>(reason: string, convert: (value: unknown) => Value | null) {
  return z.transform((value, context): Value => {
    const converted = convert(value);
    if (converted !== null) return converted;
    context.issues.push({ code: 'custom', message: reason, input: undefined });
    return z.NEVER;
  });
}

export const anything = z.unknown().optional();
export const identifier = lenient(toIdentifier);
export const requiredIdentifier = required('is no id', toIdentifier);
export const text = lenient(toText);
export const name = lenient(toName);
export const time = lenient(toTime);
export const count = lenient(toCount);
export const sequence = lenient(toSequence);
export const meta = lenient(toMeta);
export const dialogReference = lenient(toDialogReference);
export const requiredDialogId = required('is no dialog id', (value) => toDialogReference(value).dialogId);

/** The public id of a record, which may stand under `_id` or `id`; `prefix` tells it there from a database id. */
export function ownId(own: string | null, prefix: string, others: (string | null)[]): string | null {
  return own ?? others.find((other) => other?.startsWith(prefix)) ?? null;
}

const bodySchema = z.object({
  success: anything,
  data: anything,
  dialog: anything,
  message: anything,
  user: anything,
  reactions: anything,
});

/**
 * The payload of a success: `data`, else `dialog`, `message` (only an object: it is often a sentence), `user`, `reactions`;
 * undefined when it has none. Throws WireError for a body that is no object or says `success: false`.
 */
export function parsePayload(body: unknown): unknown {
  const { success, data, dialog, message, user, reactions } = read('answer', bodySchema, body);
  if (success === false) throw new WireError('answer', 'is a failure', 'success');
  return data ?? dialog ?? (isRecord(message) ? message : undefined) ?? user ?? reactions;
}

export interface Rows<Row> {
  rows: Row[];
  dropped: number;
}

/** Every row the schema can read; null for anything but a list. */
export function toRows<Row>(schema: z.ZodType<Row>, value: unknown): Rows<Row> | null {
  if (!Array.isArray(value)) return null;
  const rows: Row[] = [];
  for (const raw of value) {
    const result = schema.safeParse(raw);
    if (result.success) rows.push(result.data);
  }
  return { rows, dropped: value.length - rows.length };
}

/** The rows of an answer whose payload is a list; throws WireError when it is none. */
export function readRows<Row>(subject: string, schema: z.ZodType<Row>, body: unknown): Rows<Row> {
  const rows = toRows(schema, parsePayload(body));
  if (rows === null) throw new WireError(subject, 'is no list');
  return rows;
}

const paginationSchema = z.object({ page: count, limit: count, total: count, pages: count });

/** Null where the answer does not tell how many pages there are. */
function toPagination(value: unknown): RemotePagination | null {
  const result = paginationSchema.safeParse(value);
  if (!result.success) return null;
  const { page, limit, total, pages } = result.data;
  const computed = total !== null && limit !== null && limit > 0 ? Math.ceil(total / limit) : null;
  const known = pages ?? computed;
  return known === null ? null : { page: page ?? 1, limit: limit ?? 0, total: total ?? 0, pages: known };
}

export const pagination = lenient(toPagination);

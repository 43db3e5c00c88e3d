import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  maximumIdLength,
  maximumMembers,
  maximumMetaBytes,
  maximumReactionLength,
} from '../../../src/shared/limits.ts';
import { isSystemType } from '../../../src/shared/messageKind.ts';
import { maximumMessageLength } from '../../../src/shared/messageText.ts';
import { cleanName, maximumDialogName, maximumPersonName, nameFault } from '../../../src/shared/names.ts';
import { isPhone } from '../../../src/shared/phone.ts';
import { badRequest } from '../contract/errors.ts';
import { cleanContent, cleanText, isDeeperThan } from '../contract/text.ts';
import { FILES_PER_MESSAGE } from '../limits/limits.ts';

const DEEPEST_META = 16;

/** The parsed body. Throws 400 with the first complaint of the schema, which is the one that describes the route. */
export function bodyOf<T>(schema: z.ZodType<T>, request: FastifyRequest): T {
  if (request.routeOptions.config.operation?.body !== schema) throw new Error('another body is described');
  const parsed = schema.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  throw badRequest(parsed.error.issues[0]?.message ?? 'Malformed body');
}

/** A path parameter; the router has made sure that it is there. */
export function paramOf(request: FastifyRequest, name: string): string {
  const value: unknown = (request.params as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

/** What the query says by that name, which describes the route as well. */
export function queryOf(request: FastifyRequest, name: string): string | undefined {
  const { query = {} } = request.routeOptions.config.operation ?? {};
  if (!Object.hasOwn(query, name)) throw new Error(`the query ${name} is not described`);
  const value: unknown = (request.query as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}

interface PageSize {
  usual: number;
  largest: number;
}

export const limitQuery = ({ usual, largest }: PageSize) => ({
  limit: z.int().min(1).max(largest).default(usual),
});
export const pageQuery = (size: PageSize) => ({ page: z.int().min(1).default(1), ...limitQuery(size) });

/** `limit` as the old backend takes it: nonsense falls back, too much is cut. */
export const limitOf = (request: FastifyRequest, { usual, largest }: PageSize) =>
  wholeOr(queryOf(request, 'limit'), usual, largest);

/** `page` and `limit`, in the same way. */
export function pageOf(request: FastifyRequest, size: PageSize) {
  const limit = limitOf(request, size);
  const page = wholeOr(queryOf(request, 'page'), 1, 1_000_000_000);
  return { page, limit, offset: (page - 1) * limit };
}

export const pageShape = z.object({ page: z.int(), limit: z.int(), total: z.int(), pages: z.int() });

export function paginationOf(page: { page: number; limit: number }, total: number) {
  return { page: page.page, limit: page.limit, total, pages: Math.ceil(total / page.limit) };
}

function wholeOr(text: string | undefined, fallback: number, largest: number): number {
  const value = Number(text ?? fallback);
  if (!Number.isFinite(value) || value < 1) return fallback;
  return Math.min(Math.floor(value), largest);
}

export const countQuery = z.int().nonnegative();

/** A number of `seq` or `rev` in the query, or undefined. Throws 400 for anything but a whole number. */
export function countOf(request: FastifyRequest, name: string): number | undefined {
  const text = queryOf(request, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw badRequest(`${name} must be a whole number`);
  return Number(text);
}

const cleanedBy = (clean: (text: string) => string, message: string) =>
  z
    .string(message)
    .transform(clean)
    .refine((value) => value !== '', message);
const required = (message: string) => cleanedBy(cleanText, message);

/** The name of somebody or something; `what` begins the complaints about it. */
function nameSchema(what: string, maximum: number, isOptional = false) {
  const complaints = {
    empty: `${what} is required`,
    unfit: `${what} must be one line without control characters`,
    tooLong: `${what} is too long (max ${maximum} characters)`,
  };
  return z
    .string(complaints.empty)
    .transform(cleanName)
    .superRefine((name, check) => {
      const fault = nameFault(name, maximum);
      if (fault === null || (isOptional && fault === 'empty')) return;
      check.addIssue({ code: 'custom', message: complaints[fault] });
    })
    .meta({ description: `One line of at most ${maximum} characters` });
}

export const userNameSchema = nameSchema('Name', maximumPersonName);
/** Empty where there is none: a phone that is known needs no name. */
export const optionalNameSchema = nameSchema('Name', maximumPersonName, true).default('');

export const PHONE_REQUIRED = 'Phone number is required';
/** A well-formed phone; `required` is the complaint about none. */
export const phoneSchemaWith = (required: string) =>
  z
    .string(required)
    .min(1, required)
    .refine(isPhone, 'Invalid phone format. Expected: 79XXXXXXXXX')
    .meta({ description: '79 and nine digits' });
export const phoneSchema = phoneSchemaWith(PHONE_REQUIRED);

const dialogName = nameSchema('Dialog name', maximumDialogName);

export const dialogNameSchema = z.object({ name: dialogName }, 'Dialog name is required');

export const dialogSchema = z.object(
  {
    name: dialogName,
    memberIds: z
      .array(
        z.string('memberIds must be a list of user ids').max(maximumIdLength),
        'memberIds must be a list of user ids',
      )
      .max(maximumMembers, `A dialog can have at most ${maximumMembers} members`)
      .default([]),
    kind: z.enum(['direct', 'group'], 'kind must be direct or group').optional(),
  },
  'Dialog name is required',
);

export const memberSchema = z.object(
  {
    userId: z
      .string('User ID is required')
      .min(1, 'User ID is required')
      .max(maximumIdLength, 'User not found'),
  },
  'User ID is required',
);

export const roleSchema = z.object(
  { role: z.enum(['admin', 'member'], 'role must be admin or member') },
  'role must be admin or member',
);

const clientMessageIdSchema = z
  .string('meta.clientMessageId must be a string')
  .min(1, 'meta.clientMessageId must not be empty')
  .max(64, 'meta.clientMessageId is too long (max 64 characters)');

const CONTENT_REQUIRED = 'Message content is required';
const anyContentSchema = z
  .string(CONTENT_REQUIRED)
  .transform(cleanContent)
  .refine(
    (value) => value.length <= maximumMessageLength,
    `Message content is too long (max ${maximumMessageLength} characters)`,
  );
const contentSchema = anyContentSchema.refine((value) => value !== '', CONTENT_REQUIRED);

/** Whose words were forwarded, as whoever forwarded them tells (P7.32). */
const forwardedSchema = z.strictObject(
  {
    senderName: nameSchema('meta.forwarded.senderName', maximumPersonName),
    senderId: z
      .string('meta.forwarded is malformed')
      .min(1, 'meta.forwarded is malformed')
      .max(maximumIdLength, 'meta.forwarded is malformed')
      .optional(),
    at: z.int('meta.forwarded is malformed').optional(),
  },
  'meta.forwarded is malformed',
);

const ATTACHMENTS = 'meta.attachments must be a list of files';
/** What a client says of a file beside its id counts as its words, and for nothing else (P7.44). */
const attachmentsSchema = z
  .array(
    z.looseObject({ fileId: z.string(ATTACHMENTS).min(1, ATTACHMENTS).max(maximumIdLength) }, ATTACHMENTS),
    ATTACHMENTS,
  )
  .max(FILES_PER_MESSAGE, `A message can have at most ${FILES_PER_MESSAGE} files`)
  .refine(
    (files) => new Set(files.map(({ fileId }) => fileId)).size === files.length,
    'A file is named twice',
  );

const metaSchema = z
  .looseObject(
    {
      clientMessageId: clientMessageIdSchema.optional(),
      attachments: attachmentsSchema.optional(),
      forwarded: forwardedSchema.optional(),
    },
    'meta must be an object',
  )
  .refine((value) => !isDeeperThan(value, DEEPEST_META), 'meta is nested too deeply')
  .refine(
    (value) => Buffer.byteLength(JSON.stringify(value)) <= maximumMetaBytes,
    'meta is too large (max 4 KiB)',
  );

export const editSchema = z.object({ content: contentSchema, meta: metaSchema.optional() }, CONTENT_REQUIRED);

const postSchema = z.object(
  {
    content: anyContentSchema,
    // What the server says itself must not be forged.
    type: z
      .string('type must be a word')
      .regex(/^[a-z0-9][a-z0-9._-]{0,49}$/i, 'type must be a word')
      .refine((value) => !isSystemType(value), 'This message type is reserved')
      .default('text'),
    meta: metaSchema.default({}),
  },
  CONTENT_REQUIRED,
);

export const messageSchema = postSchema.refine(
  ({ content, meta }) => content !== '' || (meta.attachments ?? []).length > 0,
  CONTENT_REQUIRED,
);

export const reactionSchema = z.object(
  {
    reaction: required('Reaction is required').refine(
      (value) => value.length <= maximumReactionLength,
      'Reaction is too long',
    ),
  },
  'Reaction is required',
);

export const seqSchema = z.object(
  {
    seq: z
      .number('seq must be a whole number')
      .int('seq must be a whole number')
      .min(0, 'seq must be a whole number'),
  },
  'seq must be a whole number',
);

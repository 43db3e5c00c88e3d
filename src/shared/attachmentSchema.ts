/** The files that a message names in its meta (P7.44), made clean: what cannot be used is left out. */
import { z } from 'zod';
import type { Attachment } from './attachments.ts';
import { cleanFileName } from './fileName.ts';
import { maximumIdLength } from './limits.ts';

const longestName = 1_000;
const largestSide = 100_000;

const side = z.number().int().positive().max(largestSide).optional().catch(undefined);

const attachmentSchema: z.ZodType<Attachment> = z
  .object({
    // It becomes a part of an address.
    fileId: z
      .string()
      .regex(/^[A-Za-z0-9_-]+$/)
      .max(maximumIdLength),
    name: z.string().max(longestName).transform(cleanFileName),
    bytes: z.number().int().nonnegative(),
    mimeType: z.string().max(200),
    kind: z.enum(['image', 'video', 'audio', 'file']).catch('file'),
    width: side,
    height: side,
    preview: z.literal(true).optional().catch(undefined),
  })
  .transform(({ width, height, preview, ...rest }) => ({
    ...rest,
    ...(width !== undefined && height !== undefined && { width, height }),
    ...(preview && { preview }),
  }));

const mostRead = 100;

/** The attachments in the meta of a message; without those that cannot be read. */
export function attachmentsIn(meta: Record<string, unknown>): Attachment[] {
  const { attachments } = meta;
  if (!Array.isArray(attachments)) return [];
  return attachments.slice(0, mostRead).flatMap((raw: unknown) => attachmentSchema.safeParse(raw).data ?? []);
}

/** Ready to be spread: the attachments, where there are any. */
export function readAttachments({ meta }: { meta: Record<string, unknown> }): { attachments?: Attachment[] } {
  const attachments = attachmentsIn(meta);
  return attachments.length === 0 ? {} : { attachments };
}

import type { z } from 'zod';

/** The one error of the wire parsers. Says what was unreadable and where, never the content. */
export class WireError extends Error {
  /** What was being read, such as `message`. */
  readonly subject: string;
  readonly reason: string;
  /** Keys and indices down to the unreadable part, joined by dots; empty for the whole. */
  readonly path: string;

  constructor(subject: string, reason: string, path = '') {
    super(`Unreadable ${subject}: ${reason}${path === '' ? '' : ` at ${path}`}`);
    this.name = 'WireError';
    this.subject = subject;
    this.reason = reason;
    this.path = path;
  }
}

/** What the schema makes of the input; throws WireError only. */
export function read<Output>(subject: string, schema: z.ZodType<Output>, input: unknown): Output {
  let result: z.ZodSafeParseResult<Output>;
  try {
    result = schema.safeParse(input);
  } catch {
    // Objects that no JSON gives: throwing getters, revoked proxies.
    throw new WireError(subject, 'cannot be read');
  }
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const reason = issue?.code === 'invalid_type' ? `is not ${issue.expected}` : issue?.message;
  throw new WireError(subject, reason ?? 'invalid', issue?.path.map(String).join('.'));
}

import { createHash } from 'node:crypto';
import { canonicalJson } from '../contract/text.ts';
import type { MessageDraft } from './port.ts';

/** Tells a repeat of a message from another one under the same clientMessageId (P7.2). */
export function bodyHash({ dialogId, content, type, meta }: MessageDraft): string {
  return createHash('sha256').update(canonicalJson({ dialogId, content, type, meta })).digest('base64');
}

import { isBlank } from '../messageText.ts';

/**
 * What the newest of the old servers call `internal.text` is the `text` of all others, and what they keep an address in the
 * meta for is a picture or a file (P8.6). Other `internal.*` stay what they are called: lines of the system.
 */
export function toMessageType(
  type: string | null,
  meta: Record<string, unknown>,
  content: string | null,
): string {
  const isMedia = typeof meta['url'] === 'string';
  const inner = /^internal\.(.+)$/i.exec(type ?? '')?.[1]?.toLowerCase();
  const plain = inner === 'text' || (inner !== undefined && isMedia) ? inner : type || 'text';
  return plain === 'text' && isMedia && isBlank(content ?? '') ? 'file' : plain;
}

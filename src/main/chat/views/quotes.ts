/** What stands above a message that answers another one: read from the other one as it is now (S18.1). */
import { kindOf } from '../../../shared/messageKind.ts';
import { excerptOf } from '../../../shared/messageOrigin.ts';
import type { QuoteView } from '../../../shared/views.ts';
import type { Original } from '../timeline/originals.ts';

export function toQuote(original: Original): QuoteView {
  if (original === 'gone') return { key: null, senderId: null, kind: 'removed', text: '' };
  if (original === 'unknown') return { key: null, senderId: null, kind: 'unknown', text: '' };
  const { key, senderId, content } = original;
  const kind = kindOf(original);
  return { key, senderId, kind, text: kind === 'text' ? excerptOf(content) : '' };
}

export function sameQuote(a: QuoteView | undefined, b: QuoteView | undefined): boolean {
  return a?.key === b?.key && a?.senderId === b?.senderId && a?.kind === b?.kind && a?.text === b?.text;
}

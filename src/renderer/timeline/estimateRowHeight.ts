import type { MessageView } from '../../shared/views.ts';
import { estimateAttachments } from './attachments/layout.ts';

const lineHeight = 22;
const charactersPerLine = 58;
const around = 14;
const quoteHeight = 42;

/** A first guess in pixels; rows are measured once they are drawn. */
type EstimatedMessage = Pick<MessageView, 'content' | 'attachments' | 'quote' | 'forwarded'>;

export function estimateRowHeight({ content, attachments, quote, forwarded }: EstimatedMessage): number {
  let lines = forwarded === undefined ? 0 : 1;
  for (const line of content.slice(0, 4_000).split('\n')) {
    lines += Math.max(1, Math.ceil(line.length / charactersPerLine));
  }
  const above = quote === undefined ? 0 : quoteHeight;
  return above + lines * lineHeight + around + estimateAttachments(attachments);
}

import type { MessageView } from '../../shared/views.ts';
import { estimateAttachments } from './attachments/layout.ts';

type EstimatedMessage = Pick<MessageView, 'content' | 'attachments'>;

const lineHeight = 22;
const charactersPerLine = 58;
const around = 14;

/** A first guess in pixels; rows are measured once they are drawn. */
export function estimateRowHeight({ content, attachments }: EstimatedMessage = { content: '' }): number {
  let lines = 0;
  for (const line of content.slice(0, 4_000).split('\n')) {
    lines += Math.max(1, Math.ceil(line.length / charactersPerLine));
  }
  return lines * lineHeight + around + estimateAttachments(attachments);
}

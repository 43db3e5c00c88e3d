/** What a message is to whoever looks at it, the same on the page, in notifications and for the server (P1.7). */
import { isServiceLine } from './serviceLine.ts';

/** `attachment`: sent by somebody and no text · `system`: written by no person · `removed`: a tombstone. */
export type MessageKind = 'text' | 'attachment' | 'system' | 'removed';

/** Types that only systems give: our server takes none of them from a client. */
export function isSystemType(type: string): boolean {
  return isServiceLine(type) || /^internal(\.|$)/i.test(type);
}

/** Services such as `system_bot` write under ids of their own. */
const serviceSender = /^system([_.:-]|$)|[_.:-]bot$/;

export function kindOf(message: { type: string; senderId: string; removed?: unknown }): MessageKind {
  const { type, senderId, removed } = message;
  if (removed !== undefined) return 'removed';
  if (isSystemType(type) || serviceSender.test(senderId)) return 'system';
  return type === 'text' ? 'text' : 'attachment';
}

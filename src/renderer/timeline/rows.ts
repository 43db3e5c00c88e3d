import { isServiceLine } from '../../shared/serviceLine.ts';
import type { MessageView } from '../../shared/views.ts';
import { startOfDay } from '../format/time.ts';

export const groupingSpan = 5 * 60_000;

export type MessageKind = 'text' | 'attachment' | 'system' | 'removed';

/** What one row shows beside its message. It looks back only, so that an arrival changes no row above it. */
export interface RowLayout {
  kind: MessageKind;
  startsGroup: boolean;
  /** Set on the first message of a day. */
  startsDay: boolean;
  startsUnread: boolean;
}

/** Services such as `system_bot` write under ids of their own. */
const serviceSender = /^system([_.:-]|$)|[_.:-]bot$/;

export function kindOf(message: Pick<MessageView, 'type' | 'senderId'> & { removed?: unknown }): MessageKind {
  if (message.removed !== undefined) return 'removed';
  if (isServiceLine(message.type) || /^internal(\.|$)/.test(message.type)) return 'system';
  if (serviceSender.test(message.senderId)) return 'system';
  return message.type === 'text' ? 'text' : 'attachment';
}

/** What has not been sent stands after newer messages; it must not bring yesterday back. */
function startsNewDay(message: MessageView, previous: MessageView | undefined): boolean {
  if (!previous) return true;
  if (previous.state !== 'sent') return false;
  return startOfDay(message.createdAt) > startOfDay(previous.createdAt);
}

export function layoutRow(
  message: MessageView,
  previous: MessageView | undefined,
  firstUnreadKey: string | null,
): RowLayout {
  const kind = kindOf(message);
  const startsDay = startsNewDay(message, previous);
  const startsUnread = message.key === firstUnreadKey;
  const continues =
    previous !== undefined &&
    !startsDay &&
    !startsUnread &&
    kind !== 'system' &&
    kindOf(previous) !== 'system' &&
    previous.senderId === message.senderId &&
    Math.abs(message.createdAt - previous.createdAt) < groupingSpan;
  return { kind, startsGroup: !continues, startsDay, startsUnread };
}

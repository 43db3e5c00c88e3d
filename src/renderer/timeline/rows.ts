import { kindOf, type MessageKind } from '../../shared/messageKind.ts';
import type { MessageView } from '../../shared/views.ts';
import { startOfDay } from '../format/time.ts';

export const groupingSpan = 5 * 60_000;

/** What one row shows beside its message. It looks back only, so that an arrival changes no row above it. */
export interface RowLayout {
  kind: MessageKind;
  startsGroup: boolean;
  /** Set on the first message of a day. */
  startsDay: boolean;
  startsUnread: boolean;
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

import type { Mark } from '../../shared/domain.ts';
import { someReaderId } from '../../shared/someReader.ts';
import type { MessageView } from '../../shared/views.ts';

export type Tick = 'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'held';

/** How far anyone but ourselves got. */
export interface Reach {
  deliveredSeq: number;
  deliveredAt: number;
  readSeq: number;
  readAt: number;
}

export function reachOfOthers(marks: Mark[], ownUserId: string): Reach {
  const reach: Reach = { deliveredSeq: 0, deliveredAt: 0, readSeq: 0, readAt: 0 };
  for (const mark of marks) {
    if (mark.userId === ownUserId) continue;
    reach.deliveredSeq = Math.max(reach.deliveredSeq, mark.deliveredSeq);
    reach.deliveredAt = Math.max(reach.deliveredAt, mark.deliveredAt);
    reach.readSeq = Math.max(reach.readSeq, mark.readSeq);
    reach.readAt = Math.max(reach.readAt, mark.readAt);
  }
  return reach;
}

function reached(message: MessageView, seq: number, time: number): boolean {
  return (message.seq !== null && message.seq <= seq) || message.createdAt <= time;
}

/** The mark behind an own message; null for the messages of others and for what was removed. */
export function tickOf(message: MessageView, others: Reach): Tick | null {
  if (!message.own || message.removed !== undefined) return null;
  if (message.state !== 'sent') return message.state;
  if (reached(message, others.readSeq, others.readAt)) return 'read';
  return reached(message, others.deliveredSeq, others.deliveredAt) ? 'delivered' : 'sent';
}

/** The ids of the others who have read the message, as far as they are known. */
export function readersOf(message: MessageView, marks: Mark[], ownUserId: string): string[] {
  if (message.state !== 'sent') return [];
  return marks
    .filter((mark) => mark.userId !== ownUserId && reached(message, mark.readSeq, mark.readAt))
    .map((mark) => mark.userId)
    .filter((userId) => userId !== someReaderId);
}

export function countReaders(message: MessageView, marks: Mark[], ownUserId: string): number {
  return readersOf(message, marks, ownUserId).length;
}

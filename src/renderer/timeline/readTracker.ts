import { compareMessages, isPending } from '../../shared/messageOrder.ts';
import type { MessageView } from '../../shared/views.ts';

/** How long a message must be in sight to count as read, in milliseconds. */
export const readAfter = 500;

/** Decides which message has been read, from what is in sight. The clock is the caller's. */
export class ReadTracker {
  #inSight = new Map<string, { message: MessageView; since: number }>();
  #marked: MessageView | null = null;

  /** Tells what is in sight now; nothing when the window is hidden or without focus. */
  see(visible: MessageView[], now: number): void {
    const next = new Map<string, { message: MessageView; since: number }>();
    for (const message of visible) {
      next.set(message.key, { message, since: this.#inSight.get(message.key)?.since ?? now });
    }
    this.#inSight = next;
  }

  /** The lowest message to be marked now, and when to ask again (in milliseconds; null: nothing waits). */
  due(now: number): { key: string | null; next: number | null } {
    let lowest = this.#marked;
    let next: number | null = null;
    for (const { message, since } of this.#inSight.values()) {
      if (message.own || isPending(message)) continue;
      if (lowest && compareMessages(message, lowest) <= 0) continue;
      const left = since + readAfter - now;
      if (left <= 0) lowest = message;
      else next = next === null ? left : Math.min(next, left);
    }
    const key = lowest === this.#marked ? null : (lowest?.key ?? null);
    this.#marked = lowest;
    return { key, next };
  }
}

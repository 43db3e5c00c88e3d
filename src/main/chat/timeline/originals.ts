/** What messages answer: found in the store by the name that they carry, and in their own dialog alone (S18.2). */
import type { Message } from '../../../shared/domain.ts';
import { replyToOf } from '../../../shared/messageOrigin.ts';
import type { Bus } from '../facts.ts';
import type { HistoryStore } from '../store.ts';

/** `unknown`: it is not stored · `gone`: the server has it no more, or not in this dialog. */
export type Original = Message | 'unknown' | 'gone';

export type Originals = ReturnType<typeof createOriginals>;

export function createOriginals({ store, bus }: { store: HistoryStore; bus: Bus }) {
  const gone = new Set<string>();

  return {
    /** null: it answers nothing, or what it names is none of its dialog's messages. */
    of(message: Message): Original | null {
      const name = replyToOf(message.meta);
      if (name === null) return null;
      // One that was not sent yet has its key for a name.
      const row = store.messageByWireId(name) ?? store.message(name);
      if (row !== null) return row.dialogId === message.dialogId && row.key !== message.key ? row : null;
      return gone.has(name) ? 'gone' : 'unknown';
    },
    noteGone(name: string): void {
      gone.add(name);
      bus.tell('originalGone', name);
    },
  };
}

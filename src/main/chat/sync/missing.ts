/** What a walk through the history of an old server does not find any more: it was removed, and nobody told (S6.14). */
import type { Feature, Message } from '../../../shared/domain.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import type { Bus } from '../facts.ts';
import type { Clock } from '../ports.ts';
import type { HistoryStore } from '../store.ts';
import { foundMessage, removedMessage } from '../timeline/timeline.ts';
import type { MergedPage } from './catchUp.ts';
import { isWhole, joins, lowest, type NumberedPage } from './pages.ts';
import { sentFrom } from './storedRange.ts';

/** From one walk that misses a row to the one that settles it; no commit shows later than that. */
const secondLookMs = 30_000;

export interface MissingOptions {
  store: HistoryStore;
  clock: Clock;
  has(feature: Feature): boolean;
  bus: Pick<Bus, 'tell'>;
}

/** One walk from the head down. What spoils it proves nothing. */
export interface WatchedWalk {
  add(page: NumberedPage, taken: Pick<MergedPage, 'heldBack'>): void;
  spoil(): void;
  end(): void;
}

export function createMissing({ store, clock, has, bus }: MissingOptions) {
  /** By message: when a walk first missed it, in the clock's `elapsed`. */
  const missedSince = new Map<string, number>();
  const waiting = new Set<string>();

  function lookAgain(dialogId: string): void {
    if (waiting.has(dialogId)) return;
    waiting.add(dialogId);
    clock.schedule(secondLookMs, () => {
      waiting.delete(dialogId);
      bus.tell('dialogBehind', dialogId, 0);
    });
  }

  function miss(message: Message): void {
    const { key, dialogId } = message;
    const since = missedSince.get(key) ?? clock.elapsed();
    missedSince.set(key, since);
    if (clock.elapsed() - since < secondLookMs) {
      lookAgain(dialogId);
      return;
    }
    missedSince.delete(key);
    store.saveMessage(removedMessage(message, 'missing'));
  }

  function find(message: Message, copy: RemoteMessage & { messageId: string }): void {
    missedSince.delete(message.key);
    if (message.removed === 'missing')
      store.saveMessage(foundMessage(message, { ...copy, dialogId: message.dialogId }));
  }

  return {
    begin(dialogId: string): WatchedWalk {
      /** What comes during the walk may stand above what it read. */
      const newest = store.newestSent(dialogId);
      const copies: RemoteMessage[] = [];
      let last: NumberedPage | null = null;
      let isUnbroken = !has('seq');

      return {
        add(page, { heldBack }): void {
          isUnbroken &&= heldBack === 0 && isWhole(page) && (last === null || joins(last, page));
          last = page;
          if (isUnbroken) copies.push(...page.messages);
        },
        spoil(): void {
          isUnbroken = false;
        },
        end(): void {
          const bottom = last && lowest(last.messages);
          if (!isUnbroken || newest === null || last === null || bottom === null) return;
          // More of the oldest millisecond may stand on the next page (S6.6).
          const from = last.isLast ? 0 : bottom.createdAt + 1;
          store.transaction(() => {
            const found = byKey(store, copies);
            for (const message of sentFrom(store, newest, from)) {
              const copy = found.get(message.key);
              if (copy !== undefined) find(message, copy);
              else if (message.removed === undefined) miss(message);
            }
          });
        },
      };
    },
  };
}

function byKey(
  store: HistoryStore,
  copies: RemoteMessage[],
): Map<string, RemoteMessage & { messageId: string }> {
  const found = new Map<string, RemoteMessage & { messageId: string }>();
  for (const copy of copies) {
    const { messageId } = copy;
    const key = messageId === null ? undefined : store.messageByWireId(messageId)?.key;
    // Of two rows of one message the lower one says what it says; it stands further down the walk.
    if (messageId !== null && key !== undefined) found.set(key, { ...copy, messageId });
  }
  return found;
}

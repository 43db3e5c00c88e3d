/** Messages that others in sight answer, and that are not stored here: asked for one by one (S18.3). */
import type { Message } from '../../../shared/domain.ts';
import { replyToOf } from '../../../shared/messageOrigin.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import type { Bus } from '../facts.ts';
import type { Directory } from '../people/directory.ts';
import type { Clock, Log } from '../ports.ts';
import { ApiError, isRouteMissing, type RestClient } from '../rest/rest.ts';
import type { HistoryStore } from '../store.ts';
import type { Originals } from '../timeline/originals.ts';

/** After a failure, whatever comes into sight. */
const pauseMs = 15_000;

export interface OriginalLooksOptions {
  store: HistoryStore;
  originals: Originals;
  directory: Directory;
  rest: Pick<RestClient, 'message'>;
  bus: Bus;
  clock: Clock;
  log: Log;
  isUp(): boolean;
  /** The one way in for copies of messages. */
  takeCopy(dialogId: string, copy: RemoteMessage): void;
}

export function createOriginalLooks(options: OriginalLooksOptions) {
  const { store, originals, directory, clock } = options;
  let inView: string[] = [];
  /** By wire id, in the clock's `elapsed`. */
  const askedAt = new Map<string, number>();

  function isDue(name: string): boolean {
    return clock.elapsed() - (askedAt.get(name) ?? Number.NEGATIVE_INFINITY) >= pauseMs;
  }

  async function ask(name: string, { dialogId }: Message): Promise<void> {
    askedAt.set(name, clock.elapsed());
    try {
      const copy = await options.rest.message(name);
      const from = directory.dialogIdOf(copy.dialog) ?? copy.dialog.dialogId;
      if (from === dialogId) options.takeCopy(dialogId, copy);
      else if (from !== null) originals.noteGone(name);
    } catch (error) {
      if (isGone(error)) originals.noteGone(name);
      else options.log.info('original.failed', { name, cause: String(error) });
    }
  }

  function look(): void {
    if (!options.isUp()) return;
    for (const key of inView) {
      const message = store.message(key);
      const name = message && replyToOf(message.meta);
      if (message && name && originals.of(message) === 'unknown' && isDue(name)) void ask(name, message);
    }
  }

  options.bus.on('caughtUp', () => {
    askedAt.clear();
    look();
  });

  return {
    setInView(keys: string[]): void {
      inView = keys;
      look();
    },
  };
}

/** Nothing is there that this person may read; the old system says so in the sentence of a 500 (P2.4). */
function isGone(error: unknown): boolean {
  if (!(error instanceof ApiError) || isRouteMissing(error)) return false;
  return [403, 404, 410].includes(error.upstreamStatus ?? error.status ?? 0);
}

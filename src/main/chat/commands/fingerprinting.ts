/** The fingerprint of a part of a dialog, the same for everybody who has the same of it (S22.4). */
import type { Message } from '../../../shared/domain.ts';
import {
  type Fingerprint,
  type FingerprintedMessage,
  type FingerprintRange,
  usualFingerprintLength,
} from '../../../shared/fingerprint.ts';
import { CommandError } from '../commandError.ts';
import type { Edits } from '../outbox/edits.ts';
import type { Directory } from '../people/directory.ts';
import type { HistoryStore } from '../store.ts';
import type { CatchUp } from '../sync/catchUp.ts';
import { fingerprinted, hashOf } from '../timeline/fingerprint.ts';

const rowsAtOnce = 100;
/** As of any walk. */
const mostPages = 50;

export interface FingerprintingOptions {
  store: Pick<HistoryStore, 'messagesBefore'>;
  directory: Pick<Directory, 'record'>;
  catchUp: Pick<CatchUp, 'loadOlder'>;
  edits: Pick<Edits, 'editOf' | 'removalOf'>;
  isUp(): boolean;
  onFailed(error: unknown): void;
}

interface Part {
  messages: FingerprintedMessage[];
  isWhole: boolean;
}

export function createFingerprinting(options: FingerprintingOptions) {
  const { store, directory, catchUp, edits } = options;

  /** Nobody else knows of what is on its way from here. */
  function asSent(message: Message): Message {
    const { before } = (edits.removalOf(message.key) ?? edits.editOf(message.key))?.payload ?? {};
    return before === undefined ? message : { ...message, edited: before.edited, removed: undefined };
  }

  function* newestFirst(dialogId: string): Generator<FingerprintedMessage> {
    for (let above: Message | null = null; ; ) {
      const page: Message[] = store.messagesBefore(dialogId, above, rowsAtOnce);
      for (const row of page.toReversed()) {
        const message = fingerprinted(asSent(row));
        if (message !== null) yield message;
      }
      above = page[0] ?? null;
      if (above === null) return;
    }
  }

  /** As far as it is stored here without a gap below it. */
  function stored(dialogId: string, range: FingerprintRange): Part {
    const { from = 0, to = Number.POSITIVE_INFINITY, last = Number.POSITIVE_INFINITY } = range;
    const certified = directory.record(dialogId)?.certified ?? null;
    // Of the millisecond with which the interval begins, all is there (S6.6).
    const lowest = certified?.reachedStart ? 0 : (certified?.from.createdAt ?? Number.POSITIVE_INFINITY);
    const bottom = Math.max(from, lowest);
    const messages: FingerprintedMessage[] = [];
    for (const message of newestFirst(dialogId)) {
      if (message.createdAt > to) continue;
      if (message.createdAt < bottom || messages.length === last) break;
      messages.push(message);
    }
    return { messages: messages.reverse(), isWhole: lowest <= from || messages.length === last };
  }

  /** What lacks below is fetched, page by page, as long as the server gives it. */
  async function read(dialogId: string, range: FingerprintRange): Promise<Part> {
    let part = stored(dialogId, range);
    for (let pages = 0; !part.isWhole && pages < mostPages && options.isUp(); pages++) {
      try {
        if (!(await catchUp.loadOlder(dialogId))) break;
      } catch (error) {
        options.onFailed(error);
        break;
      }
      part = stored(dialogId, range);
    }
    return stored(dialogId, range);
  }

  return {
    /** Throws CommandError where there is no such dialog. Work and requests are of the size of the range. */
    async fingerprint(
      dialogId: string,
      range: FingerprintRange = { last: usualFingerprintLength },
    ): Promise<Fingerprint> {
      if (directory.record(dialogId) === null) throw new CommandError('dialogNotFound');
      const { messages: all, isWhole } = await read(dialogId, range);
      const messages = all.slice(0, range.first);
      return {
        hash: hashOf(messages),
        count: messages.length,
        from: messages[0] ?? null,
        to: messages.at(-1) ?? null,
        isWhole,
      };
    },
  };
}

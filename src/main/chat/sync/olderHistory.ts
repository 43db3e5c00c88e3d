/** Reading on below the certified interval, page by page, as the reader scrolls up or jumps to an old message. */
import type { Feature, Position } from '../../../shared/domain.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import type { Pace } from '../rest/pace.ts';
import { largestPage } from '../rest/pageSize.ts';
import type { RestClient } from '../rest/rest.ts';
import type { CertifiedInterval, DialogRecord, HistoryStore } from '../store.ts';
import { comparePositions } from '../timeline/timeline.ts';
import type { MergedPage, TakePage } from './catchUp.ts';
import type { PageReader } from './pageReader.ts';
import { highest, joins, lowest, lowestCertain, maximumPages, type NumberedPage, sizeOf } from './pages.ts';

export interface OlderHistoryOptions {
  rest: RestClient;
  pace: Pick<Pace, 'read'>;
  pages: PageReader;
  store: HistoryStore;
  has(feature: Feature): boolean;
  record(dialogId: string): DialogRecord | null;
  take: TakePage;
  /** The first look at a dialog of which nothing is certified. */
  firstLook(dialogId: string): Promise<void>;
}

export function createOlderHistory(options: OlderHistoryOptions) {
  const { rest, pace, pages, store } = options;
  /** The last page by number of each walk: where the next one joins on to it, nothing has to be read twice. */
  const lastRead = new Map<string, NumberedPage>();

  /** One page below the certified interval; false when there was nothing to fetch. */
  async function loadOlder(dialogId: string): Promise<boolean> {
    const interval = options.record(dialogId)?.certified ?? null;
    if (interval === null) {
      await options.firstLook(dialogId);
      return true;
    }
    if (interval.reachedStart) return false;
    return options.has('seq') && interval.from.seq !== null
      ? loadOlderBySeq(dialogId, interval, interval.from.seq)
      : loadOlderByNumber(dialogId, interval);
  }

  async function loadOlderBySeq(
    dialogId: string,
    interval: CertifiedInterval,
    from: number,
  ): Promise<boolean> {
    const { messages } = await pace.read((size) => rest.messagesBefore(dialogId, from, size));
    const bottom = lowest(messages);
    const certify = () => {
      const current = options.record(dialogId)?.certified ?? interval;
      const reachedStart = bottom === null || bottom.seq === 1;
      return { certified: { ...current, from: bottom ?? current.from, reachedStart } };
    };
    options.take(dialogId, messages, certify, 'page');
    return bottom !== null;
  }

  /** Without seq, pages are counted from the head: the page that holds `from` and goes below it. */
  async function loadOlderByNumber(dialogId: string, interval: CertifiedInterval): Promise<boolean> {
    let above = lastReadDownTo(dialogId, interval.from);
    let offset = above?.end ?? placeOf(dialogId, interval.from);
    for (let tries = 0; tries < maximumPages; tries++) {
      const page = await pages.at(dialogId, offset);
      if (above !== null && !joins(above, page)) {
        // Pages have moved since: find the place anew.
        above = null;
        offset = placeOf(dialogId, interval.from);
        continue;
      }
      const read = { ...page, messages: [...without(above?.messages ?? [], page), ...page.messages] };
      const top = highest(read.messages);
      if (top !== null && comparePositions(top, interval.from) < 0 && page.start > 0) {
        above = null;
        offset = Math.max(0, page.start - sizeOf(page));
        continue;
      }
      const bottom = lowestCertain(read.messages, page.isLast);
      if (page.isLast || (bottom !== null && comparePositions(bottom, interval.from) < 0)) {
        return takeBelow(dialogId, interval, read, bottom);
      }
      // A page vouches for nothing of its oldest millisecond, which may go on below: together with the next it does.
      above = read;
      offset = page.end;
    }
    return false;
  }

  function takeBelow(
    dialogId: string,
    interval: CertifiedInterval,
    page: NumberedPage,
    bottom: Position | null,
  ): boolean {
    const goesBelow = bottom !== null && comparePositions(bottom, interval.from) < 0;
    const certify = (merged: MergedPage) => {
      if (merged.heldBack > 0) return {};
      const current = options.record(dialogId)?.certified ?? interval;
      return {
        certified: { ...current, from: goesBelow ? bottom : current.from, reachedStart: page.isLast },
      };
    };
    options.take(dialogId, page.messages, certify, 'page');
    remember(dialogId, page);
    return goesBelow;
  }

  /** Keeps the page that the certified interval ends with; walks above it say nothing of what lies below. */
  function remember(dialogId: string, page: NumberedPage): void {
    const from = options.record(dialogId)?.certified?.from;
    const bottom = lowestCertain(page.messages, false);
    if (from === undefined || bottom === null || comparePositions(bottom, from) !== 0) return;
    // Of what lies above, the next page repeats no more than it holds itself.
    lastRead.set(dialogId, { ...page, messages: page.messages.slice(-Math.max(largestPage, sizeOf(page))) });
  }

  function lastReadDownTo(dialogId: string, from: Position): NumberedPage | null {
    const page = lastRead.get(dialogId);
    const bottom = page === undefined ? null : lowestCertain(page.messages, false);
    return page !== undefined && bottom !== null && comparePositions(bottom, from) === 0 ? page : null;
  }

  /** How many messages are newer than this position, if the server counts what is stored here. */
  function placeOf(dialogId: string, from: Position): number {
    return Math.max(0, store.countSentFrom(dialogId, from) - 1);
  }

  return {
    loadOlder,
    /** Reads on below the certified interval until it holds this position, or for as many pages as any walk may have. */
    async loadDownTo(dialogId: string, position: Position): Promise<void> {
      for (let pages = 0; pages < maximumPages; pages++) {
        const from = options.record(dialogId)?.certified?.from;
        if (from === undefined || comparePositions(from, position) <= 0) return;
        if (!(await loadOlder(dialogId))) return;
      }
    },
    /** Another walk ended with this page. */
    remember,
  };
}

function without(messages: RemoteMessage[], page: NumberedPage): RemoteMessage[] {
  const ids = new Set(page.messages.map(({ messageId }) => messageId));
  return messages.filter(({ messageId }) => !ids.has(messageId));
}

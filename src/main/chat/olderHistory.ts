/** Reading on below the certified interval, page by page, as the reader scrolls up or jumps to an old message. */
import type { Feature, Position } from '../../shared/domain.ts';
import type { RemoteMessage, RemoteMessagePage } from '../../shared/remote.ts';
import type { TakePage } from './catchUp.ts';
import { highest, isLastPage, lowest, lowestCertain, maximumPages, pageSize } from './pages.ts';
import type { RestClient } from './rest.ts';
import type { CertifiedInterval, DialogRecord, HistoryStore } from './store.ts';
import { comparePositions } from './timeline.ts';

/** A page by number, which the next one may join on to. */
export interface NumberedPage {
  number: number;
  /** As the server counts them; it may give less than it was asked for. */
  size: number;
  total: number | null;
  /** Of this page and of those above it that it was read on with. */
  messages: RemoteMessage[];
}

export function numbered(page: RemoteMessagePage, number: number): NumberedPage {
  const { limit = pageSize, total = null } = page.pagination ?? {};
  return { number, size: limit > 0 ? limit : pageSize, total, messages: page.messages };
}

export interface OlderHistoryOptions {
  rest: RestClient;
  store: HistoryStore;
  has(feature: Feature): boolean;
  record(dialogId: string): DialogRecord | null;
  take: TakePage;
  /** The first look at a dialog of which nothing is certified. */
  firstLook(dialogId: string): Promise<void>;
}

export function createOlderHistory(options: OlderHistoryOptions) {
  const { rest, store } = options;
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
    const { messages } = await rest.messagesBefore(dialogId, from, pageSize);
    const bottom = lowest(messages);
    options.take(dialogId, messages, () => {
      const current = options.record(dialogId)?.certified ?? interval;
      const reachedStart = bottom === null || bottom.seq === 1;
      return { certified: { ...current, from: bottom ?? current.from, reachedStart } };
    });
    return bottom !== null;
  }

  /** Without seq, pages are counted from the head: the page that holds `from` and goes below it. */
  async function loadOlderByNumber(dialogId: string, interval: CertifiedInterval): Promise<boolean> {
    let above = lastReadDownTo(dialogId, interval.from);
    let size = above?.size ?? pageSize;
    let number = above === null ? pageOf(dialogId, interval.from, size) : above.number + 1;
    for (let tries = 0; tries < maximumPages; tries++) {
      const answer = await rest.messagePage(dialogId, number, pageSize);
      const page = numbered(answer, number);
      if (page.size !== size || (above !== null && !joins(above, page))) {
        // The server's pages are smaller, or have moved since: find the place anew.
        size = page.size;
        above = null;
        number = pageOf(dialogId, interval.from, size);
        continue;
      }
      const messages = [...(above?.messages ?? []), ...page.messages];
      const reachedStart = isLastPage(answer, number);
      const top = highest(messages);
      if (top !== null && comparePositions(top, interval.from) < 0 && number > 1) {
        above = null;
        number -= 1;
        continue;
      }
      const bottom = lowestCertain(messages, reachedStart);
      if (reachedStart || (bottom !== null && comparePositions(bottom, interval.from) < 0)) {
        return takeBelow(dialogId, interval, { ...page, messages }, bottom, reachedStart);
      }
      // A page vouches for nothing of its oldest millisecond, which may go on below: together with the next it does.
      above = { ...page, messages };
      number += 1;
    }
    return false;
  }

  function takeBelow(
    dialogId: string,
    interval: CertifiedInterval,
    page: NumberedPage,
    bottom: Position | null,
    reachedStart: boolean,
  ): boolean {
    const goesBelow = bottom !== null && comparePositions(bottom, interval.from) < 0;
    options.take(dialogId, page.messages, (merged) => {
      if (merged.heldBack > 0) return {};
      const current = options.record(dialogId)?.certified ?? interval;
      return { certified: { ...current, from: goesBelow ? bottom : current.from, reachedStart } };
    });
    remember(dialogId, page);
    return goesBelow;
  }

  /** Keeps the page that the certified interval ends with; walks above it say nothing of what lies below. */
  function remember(dialogId: string, page: NumberedPage): void {
    const from = options.record(dialogId)?.certified?.from;
    const bottom = lowestCertain(page.messages, false);
    if (from === undefined || bottom === null || comparePositions(bottom, from) !== 0) return;
    // Of what lies above, the next page needs no more than one page of this one.
    lastRead.set(dialogId, { ...page, messages: page.messages.slice(-page.size) });
  }

  function lastReadDownTo(dialogId: string, from: Position): NumberedPage | null {
    const page = lastRead.get(dialogId);
    const bottom = page === undefined ? null : lowestCertain(page.messages, false);
    return page !== undefined && bottom !== null && comparePositions(bottom, from) === 0 ? page : null;
  }

  /** The page that holds this position, if the server counts what is stored here. */
  function pageOf(dialogId: string, from: Position, size: number): number {
    return Math.max(1, Math.ceil(store.countSentFrom(dialogId, from) / size));
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

/**
 * True when nothing can lie between a page and the one after it, read later. What was inserted at the head meanwhile
 * repeats as many of the upper page; anything else means that messages were taken back and later ones moved up.
 */
function joins(above: NumberedPage, below: NumberedPage): boolean {
  if (above.total === null || below.total === null) return false;
  const ids = new Set(above.messages.map(({ messageId }) => messageId));
  const repeated = below.messages.filter(({ messageId }) => ids.has(messageId)).length;
  return repeated === Math.min(below.total - above.total, below.messages.length);
}

/** Gap repair of one dialog over REST: what was missed is fetched until the certified interval reaches the head. */
import type { Feature, Position } from '../../../shared/domain.ts';
import type { RemoteDialogDetails, RemoteMark, RemoteMember, RemoteMessage } from '../../../shared/remote.ts';
import type { CopyWay } from '../../../shared/trace.ts';
import type { Bus } from '../facts.ts';
import type { Clock } from '../ports.ts';
import type { Pace } from '../rest/pace.ts';
import type { RestClient } from '../rest/rest.ts';
import type { CertifiedInterval, DialogRecord, HistoryStore } from '../store.ts';
import { comparePositions, extendInterval, isWithin } from '../timeline/timeline.ts';
import { type ComparedLook, type Comparison, createComparing } from './comparing.ts';
import { createMissing } from './missing.ts';
import { createOlderHistory } from './olderHistory.ts';
import { createPageReader } from './pageReader.ts';
import { highest, lowest, lowestCertain, maximumPages, type NumberedPage, sizeOf } from './pages.ts';

/** Of what was missed, the newest is at the head: where a page costs much, a look at a chat that nobody sees is short. */
const shortLook = 12;
const longestFirstLook = 500;
/** More changes than this are cheaper to fetch as pages. */
const maximumChanges = 1_000;
const ownCopyRetryMs = 1_000;

export interface MergedPage {
  /** Copies that could not be taken in yet: own ones whose meta is late (S4.5). */
  heldBack: number;
  /** New rows that look like second rows of one send; the meta that would tell may not have been written yet. */
  lacksMeta: boolean;
  /** New messages that are newer than what this account first saw of the dialog. */
  missed: number;
}

/** Takes a page in and saves the interval it proves, in one transaction. */
export type TakePage = (
  dialogId: string,
  messages: RemoteMessage[],
  certify: (page: MergedPage) => Partial<DialogRecord>,
  way: CopyWay,
) => MergedPage;

export interface CatchUpOptions {
  bus: Bus;
  rest: RestClient;
  pace: Pick<Pace, 'read' | 'served' | 'isStrained'>;
  /** The dialog is looked at. */
  isOpen(dialogId: string): boolean;
  store: HistoryStore;
  clock: Clock;
  has(feature: Feature): boolean;
  record(dialogId: string): DialogRecord | null;
  take: TakePage;
  takeMarks(marks: RemoteMark[]): void;
  takeDetails(details: RemoteDialogDetails): void;
  /** All members of the dialog as they are now. */
  takeMembers(dialogId: string, members: RemoteMember[]): void;
  /** After each look, what it brought was held against what the server said. */
  compared(comparison: Comparison): void;
}

export type CatchUp = ReturnType<typeof createCatchUp>;

export function createCatchUp(options: CatchUpOptions) {
  const { bus, rest, pace, store } = options;
  const pages = createPageReader({ rest, pace });
  const missing = createMissing(options);
  const comparing = createComparing(options);
  const running = new Map<string, { promise: Promise<void>; again: boolean }>();
  const older = createOlderHistory({
    ...options,
    pages,
    firstLook: (dialogId) => running.get(dialogId)?.promise ?? run(dialogId),
  });

  async function catchUp(dialogId: string, swept: 'sweep' | null): Promise<void> {
    const record = options.record(dialogId);
    if (record === null) return;
    const look = comparing.begin(dialogId);
    const changed =
      record.certified !== null && (await takeChanges(record, record.certified, look, swept ?? 'changes'));
    if (!changed) await takePages(record, look, swept ?? 'page');
    look.end();
  }

  async function takePages(record: DialogRecord, look: ComparedLook, way: CopyWay): Promise<void> {
    const { dialogId, headRev, lastActivityAt: lookedAt } = record;
    const tellsChanges = options.has('changes');
    if (options.has('seq') && record.certified?.to.seq != null) {
      await walkUp(dialogId, look, way);
      if (tellsChanges) await readAgainBelow(dialogId, record.certified.to, record.certified.to.seq, look);
    } else await walkDown(dialogId, look, way);
    // The pages tell of messages only; who read how far is asked for apart, before its rev counts as known.
    if (options.has('watermarks')) options.takeDetails(await rest.dialog(dialogId));
    // Where the greeting was lost, nobody has read what became of older messages: the next changes tell it (S6.15).
    const isKnown = tellsChanges || record.knownRev === null;
    options.take(dialogId, [], () => ({ ...(isKnown && { knownRev: headRev }), lookedAt }), way);
  }

  /** Everything that changed since the known rev in one answer; false where the server would rather send pages. */
  async function takeChanges(
    record: DialogRecord,
    certified: CertifiedInterval,
    look: ComparedLook,
    way: CopyWay,
  ): Promise<boolean> {
    const { dialogId, knownRev, headRev } = record;
    if (!options.has('changes') || !options.has('seq') || knownRev === null || certified.to.seq === null)
      return false;
    if (headRev !== null && headRev - knownRev > maximumChanges) return false;
    const changes = await rest.changes(dialogId, knownRev);
    if (changes.reset) return false;
    // The rev counts as known with everything that led to it, or not at all: it is told once (S6.16).
    store.transaction(() => {
      if (changes.members !== null) options.takeMembers(dialogId, changes.members);
      options.takeMarks(changes.marks);
      const certify = () => {
        const current = options.record(dialogId);
        return {
          certified: raised(current?.certified ?? certified, highest(changes.messages)),
          knownRev: changes.headRev,
          headRev: Math.max(changes.headRev, current?.headRev ?? 0),
          headSeq: Math.max(changes.headSeq, current?.headSeq ?? 0),
        };
      };
      const taken = options.take(dialogId, changes.messages, certify, way);
      look.addChanges(changes.messages, certified.to.seq ?? 0, taken);
    });
    if (changes.members !== null) bus.tell('membersTold');
    return true;
  }

  /** Servers with `seq`: ascending from the last certified message to the head. */
  async function walkUp(dialogId: string, look: ComparedLook, way: CopyWay): Promise<void> {
    const run = look.run();
    for (let count = 0; count < maximumPages; count++) {
      const interval = options.record(dialogId)?.certified;
      if (interval?.to.seq == null) break;
      const { seq } = interval.to;
      const page = await pace.read((size) => rest.messagesSince(dialogId, seq, 2 * size));
      const head = highest(page.messages);
      const reachedHead = head === null || (page.headSeq !== null && (head.seq ?? 0) >= page.headSeq);
      const certify = () => ({
        certified: raised(options.record(dialogId)?.certified ?? interval, head),
        ...(page.headSeq === null ? {} : { headSeq: page.headSeq }),
      });
      run.addRows(page.messages, options.take(dialogId, page.messages, certify, way));
      if (reachedHead) return;
    }
    await walkDown(dialogId, look, way);
  }

  /**
   * What became of older messages no page above them tells. The one that ends here is read again; what lies further down
   * comes again with its pages (S6.15).
   */
  async function readAgainBelow(
    dialogId: string,
    to: Position,
    seq: number,
    look: ComparedLook,
  ): Promise<void> {
    const { messages } = await pace.read((size) => rest.messagesBefore(dialogId, seq + 1, size));
    const from = lowest(messages);
    const certify = () => {
      const current = options.record(dialogId)?.certified;
      const isApart = current == null || comparePositions(current.from, to) > 0;
      if (isApart || from === null) return {};
      return { certified: { ...current, from, reachedStart: from.seq === 1 } };
    };
    look.run().addRows(messages, options.take(dialogId, messages, certify, 'page'));
  }

  /**
   * Any server: from the head down, until a page's last item was known and inside the interval. "Known" alone is not
   * enough: a live message is known, yet a gap may lie beneath it (S6.2).
   */
  async function walkDown(dialogId: string, look: ComparedLook, way: CopyWay): Promise<void> {
    const before = options.record(dialogId)?.certified ?? null;
    let top: Position | null = null;
    let total = 0;
    let heldBack = 0;
    let lacksMeta = false;
    const walk = missing.begin(dialogId);
    const run = look.run();
    let offset = 0;
    for (let count = 1; count <= maximumPages; ) {
      const page = await pages.at(dialogId, offset, longestLook(dialogId, before, count));
      const movedUp = count > 1 && (page.total ?? 0) < total;
      total = page.total ?? 0;
      if (movedUp) {
        // Something was deleted during the walk: read the page before once more.
        walk.spoil();
        run.spoil();
        offset = Math.max(0, page.start - sizeOf(page));
        continue;
      }
      const isFinal = page.isLast || endsWalk(dialogId, before, page, count);
      top ??= highest(page.messages);
      const certify = (merged: MergedPage) => {
        // Only the whole walk is unbroken: certified earlier, it would cut off the interval it is about to reach (S6.3).
        if (!isFinal || heldBack + merged.heldBack > 0) return {};
        return proven(dialogId, page, top);
      };
      const taken = options.take(dialogId, page.messages, certify, way);
      heldBack += taken.heldBack;
      walk.add(page, taken);
      run.addPage(page, taken);
      // Meta is late by milliseconds, so only what stands at the head can lack it.
      lacksMeta ||= count === 1 && taken.lacksMeta;
      if (isFinal) {
        older.remember(dialogId, page);
        walk.end();
        break;
      }
      offset = page.end;
      count += 1;
    }
    if (heldBack > 0 || lacksMeta) bus.tell('dialogBehind', dialogId, ownCopyRetryMs);
  }

  function longestLook(
    dialogId: string,
    before: CertifiedInterval | null,
    count: number,
  ): number | undefined {
    const isShort = count === 1 && before !== null && pace.isStrained() && !options.isOpen(dialogId);
    return isShort ? shortLook : undefined;
  }

  /** What a walk from `top` down to the end of this page says of the dialog. */
  function proven(dialogId: string, page: NumberedPage, top: Position | null): Partial<DialogRecord> {
    const reachedStart = page.isLast;
    const current = options.record(dialogId)?.certified ?? null;
    const bottom = lowestCertain(page.messages, reachedStart);
    if (top !== null && bottom !== null)
      return { certified: extendInterval(current, { from: bottom, to: top, reachedStart }) };
    const isEmpty = page.messages.length + page.dropped === 0;
    if (current !== null || !isEmpty) return {};
    return { certified: nothing(options.has('seq') ? (page.headSeq ?? 0) : null) };
  }

  function endsWalk(
    dialogId: string,
    before: CertifiedInterval | null,
    page: NumberedPage,
    count: number,
  ): boolean {
    if (count === maximumPages) return true;
    return before === null ? page.end >= firstLook(dialogId) : lastIsCertified(page, before);
  }

  function lastIsCertified(page: NumberedPage, interval: CertifiedInterval): boolean {
    // The page's oldest millisecond may go on below it: a first look vouches for what stands above, and so is joined there.
    const last = lowestCertain(page.messages, false);
    return last !== null && store.messageByWireId(last.id) !== null && isWithin(interval, last);
  }

  /** How many messages the first look at a dialog is to certify: what is unread, or what one page holds. */
  function firstLook(dialogId: string): number {
    if (pace.isStrained() && !options.isOpen(dialogId)) return 1;
    return Math.min(longestFirstLook, (options.record(dialogId)?.unreadSeed ?? 0) + 1);
  }

  /**
   * One at a time a dialog; a call during a run adds one more run, which both callers wait for (S6.13). `swept`: the call
   * is of the look for what was missed.
   */
  function run(dialogId: string, swept: 'sweep' | null = null): Promise<void> {
    const current = running.get(dialogId);
    if (current !== undefined) {
      current.again = true;
      return current.promise;
    }
    const entry = { promise: Promise.resolve(), again: false };
    running.set(dialogId, entry);
    entry.promise = (async () => {
      try {
        do {
          entry.again = false;
          await catchUp(dialogId, swept);
        } while (entry.again);
      } finally {
        running.delete(dialogId);
      }
    })();
    return entry.promise;
  }

  return { run, loadOlder: older.loadOlder, loadDownTo: older.loadDownTo };
}

/** The whole history of a dialog that has none: it ends below every message that will come. */
function nothing(seq: number | null): CertifiedInterval {
  const origin: Position = { createdAt: 0, id: '', seq };
  return { from: origin, to: origin, reachedStart: true };
}

function raised(interval: CertifiedInterval, head: Position | null): CertifiedInterval {
  return head === null || comparePositions(head, interval.to) <= 0 ? interval : { ...interval, to: head };
}

/** Where every copy of a message comes in: REST answer, page, room copy and broker copy all take this one way. */
import type { Feature, Message } from '../../../shared/domain.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import { isServiceLine } from '../../../shared/serviceLine.ts';
import type { CopyFate, CopyWay } from '../../../shared/trace.ts';
import type { Journal } from '../journal.ts';
import type { Sends } from '../outbox/sends.ts';
import type { Directory } from '../people/directory.ts';
import type { Clock } from '../ports.ts';
import type { Receipts } from '../receipts/receipts.ts';
import type { CertifiedInterval, DialogRecord, HistoryStore } from '../store.ts';
import { type MergeResult, mergeIntoStore } from '../timeline/merge.ts';
import { isOlder } from '../timeline/revision.ts';
import { certifyLive, comparePositions, isHint, positionOf } from '../timeline/timeline.ts';
import type { MergedPage } from './catchUp.ts';
import type { Freshness } from './freshness.ts';

/** Between the first and the last row that one send can leave on a server that stores retries again. */
const resendMs = 5 * 60_000;
/** Meta is written milliseconds after its row; what lacks it for so long was stored without (S4.5, P8.1). */
const metaDelayMs = 900;

export interface IntakeOptions {
  store: HistoryStore;
  clock: Clock;
  directory: Directory;
  receipts: Receipts;
  sends: Sends;
  freshness: Freshness;
  journal: Journal;
  ownUserId: string;
  has(feature: Feature): boolean;
  /** What to make of what a copy says, and of its reactions. */
  wordsToldBy(copy: NamedCopy): Partial<Pick<RemoteMessage, 'content' | 'editedAt' | 'removed'>>;
  reactionsToldBy(copy: NamedCopy): Pick<RemoteMessage, 'reactionCounts' | 'ownReactions'>;
}

/** What comes by these is told as it happens. */
const live: ReadonlySet<CopyWay> = new Set(['room', 'personal', 'broker']);

type NamedCopy = RemoteMessage & { messageId: string };

/** By which way copies came, and when, in the clock's `elapsed`. */
interface Arrival {
  way: CopyWay;
  cameAt: number;
}

interface Batch extends MergedPage, Arrival {
  /** Before any of it was taken in. */
  certified: CertifiedInterval | null;
}

export type Intake = ReturnType<typeof createIntake>;

export function createIntake(options: IntakeOptions) {
  const { store, directory, receipts, sends, journal, ownUserId } = options;
  let receivedFromOthers = 0;
  let duplicatesDropped = 0;
  /** Own copies without meta, by their id: since when, by the monotonic clock. */
  const lackingMeta = new Map<string, number>();

  /**
   * An own copy without its clientMessageId cannot be told from a second message at once: meta may be late, and some old
   * servers answer none in their histories. null: it has to wait. What goes on lacking it is known by its content.
   */
  function named(dialogId: string, copy: NamedCopy, { certified }: Batch): NamedCopy | null {
    const isNamed =
      copy.senderId !== ownUserId || copy.clientMessageId !== null || options.has('idempotency');
    if (isNamed || store.messageByWireId(copy.messageId) !== null) return copy;
    const clientMessageId = sends.sentWith(dialogId, copy.content, copy.toldBesides);
    if (clientMessageId === null && !sends.isUnsettled(dialogId)) return copy;
    const since = lackingMeta.get(copy.messageId) ?? options.clock.elapsed();
    lackingMeta.set(copy.messageId, since);
    if (options.clock.elapsed() - since < metaDelayMs) return null;
    lackingMeta.delete(copy.messageId);
    return isAbove(certified, copy) ? { ...copy, clientMessageId } : copy;
  }

  function merge(dialogId: string, copy: NamedCopy, batch: Batch): void {
    const remote = named(dialogId, copy, batch);
    if (remote === null) {
      batch.heldBack += 1;
      trace(dialogId, copy, 'waits', batch);
      return;
    }
    const told = { ...options.reactionsToldBy(remote), ...options.wordsToldBy(remote) };
    const merged = mergeIntoStore(store, { ...remote, ...told, dialogId });
    const { message, isNew, changed } = merged;
    trace(dialogId, remote, fateOf(remote, merged), batch, {
      key: message.key,
      begins: isNew && (live.has(batch.way) || options.freshness.isNews(message, batch.certified)),
    });
    journal.traces.stamp(message.key, 'merged');
    const isOwn = message.senderId === ownUserId;
    if (isOwn && message.clientMessageId !== null) sends.arrived(message.clientMessageId);
    if (isOwn) receipts.takeOwnMessage(dialogId, message);
    if (isNew) noteNew(message, batch);
    if (!changed) duplicatesDropped += 1;
    receipts.takeStatuses(dialogId, remote);
  }

  function trace(
    dialogId: string,
    copy: RemoteMessage,
    fate: CopyFate,
    { way, cameAt }: Arrival,
    { key = null, begins = false }: { key?: string | null; begins?: boolean } = {},
  ): void {
    const own = copy.senderId === ownUserId;
    journal.traces.copyCame({ copy, way, fate, cameAt, key, dialogId, own, begins });
  }

  function noteNew(message: Message, batch: Batch): void {
    if (!options.has('idempotency') && store.hasTwin(message, resendMs)) batch.lacksMeta = true;
    if (isServiceLine(message.type) || message.removed !== undefined) return;
    if (options.freshness.isFresh(message, batch.certified)) batch.missed += 1;
    if (message.senderId !== ownUserId) receivedFromOthers += 1;
    if (options.freshness.isNews(message, batch.certified)) store.noteAnnounced(message.key);
  }

  function noteDelivered(dialogId: string, remotes: RemoteMessage[]): void {
    let highest = 0;
    for (const { senderId, seq } of remotes)
      if (senderId !== ownUserId) highest = Math.max(highest, seq ?? 0);
    if (highest > 0) receipts.noteDelivered(dialogId, highest);
  }

  function take(
    dialogId: string,
    remotes: RemoteMessage[],
    certify: (page: MergedPage) => Partial<DialogRecord>,
    way: CopyWay,
    cameAt = options.clock.elapsed(),
  ): MergedPage {
    const certified = directory.record(dialogId)?.certified ?? null;
    const batch: Batch = { certified, heldBack: 0, lacksMeta: false, missed: 0, way, cameAt };
    store.transaction(() => {
      for (const remote of remotes) {
        if (remote.messageId !== null) merge(dialogId, { ...remote, messageId: remote.messageId }, batch);
      }
      directory.update(dialogId, { ...databaseIdIn(remotes), ...certify(batch) });
    });
    noteDelivered(dialogId, remotes);
    return batch;
  }

  return {
    take,
    /** The answer to a request about the message. */
    takeAnswer: (dialogId: string, answer: RemoteMessage) =>
      void take(dialogId, [answer], () => ({}), 'answer'),
    /** A copy from the socket. `needsFetch`: the copy is unfit to show, or something before it is missing. */
    takeLive(dialogId: string, remote: RemoteMessage, arrival: Arrival): { needsFetch: boolean } {
      const way = arrival.way === 'room' && options.has('userRoom') ? 'personal' : arrival.way;
      if (remote.messageId === null || isHint(remote, 'socket', options.has('idempotency'))) {
        const fate = remote.messageId === null ? 'nameless' : 'cut';
        trace(dialogId, remote, fate, { ...arrival, way }, { begins: true });
        return { needsFetch: true };
      }
      const position = positionOf({ ...remote, id: remote.messageId });
      const before = directory.record(dialogId)?.certified ?? null;
      const certified = certifyLive(before, position);
      const certify = () => ({
        certified,
        lastActivityAt: Math.max(remote.createdAt, directory.record(dialogId)?.lastActivityAt ?? 0),
      });
      const { heldBack, lacksMeta } = take(dialogId, [remote], certify, way, arrival.cameAt);
      const leavesGap = certified?.to.seq != null && position.seq !== null && position.seq > certified.to.seq;
      return { needsFetch: leavesGap || lacksMeta || heldBack > 0 };
    },
    /** What became of a message, told whole: taken where it is known here. What nobody has seen comes with its history. */
    takeUpdated(remote: RemoteMessage): void {
      const known = remote.aliases.map((id) => store.messageByWireId(id)).find((row) => row !== null);
      const copy = { ...remote, messageId: remote.messageId ?? remote.aliases[0] ?? null };
      if (known == null || isHint(copy, 'socket', options.has('idempotency'))) return;
      take(known.dialogId, [copy], () => ({}), 'update');
    },
    receivedFromOthers: () => receivedFromOthers,
    duplicatesDropped: () => duplicatesDropped,
  };
}

/** What became of a copy that was taken in. */
function fateOf(copy: RemoteMessage, { before, isNew, changed }: MergeResult): CopyFate {
  if (isNew || before === null) return 'new';
  if (before.state !== 'sent') return 'confirmed';
  if (changed) return 'changed';
  return isOlder(copy, before) ? 'older' : 'known';
}

/** What its messages call the dialog: the only name that live copies of some old servers have for it (S4.9, P1.3). */
function databaseIdIn(remotes: RemoteMessage[]): { databaseId?: string } {
  const databaseId = remotes.find(({ dialog }) => dialog.databaseId !== null)?.dialog.databaseId ?? null;
  return databaseId === null ? {} : { databaseId };
}

/** Newer than everything that was known for certain: only such a copy can be of a send of this moment. */
function isAbove(certified: CertifiedInterval | null, copy: NamedCopy): boolean {
  return (
    certified === null || comparePositions(positionOf({ ...copy, id: copy.messageId }), certified.to) > 0
  );
}

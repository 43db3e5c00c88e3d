/** The merge: one row per logical message, one order, a certified interval. Pure functions. */
import type { Message, Position, Reaction, Removal, Timestamp } from '../../../shared/domain.ts';
import { comparePositions } from '../../../shared/messageOrder.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import { lesserTie } from '../../../shared/tie.ts';
import type { CertifiedInterval } from '../store.ts';
import { compareRevisions, isOlder } from './revision.ts';

export { compareMessages, comparePositions } from '../../../shared/messageOrder.ts';

/** A copy that can become a row: it has an id, and its dialog is known. */
export type NamedRemoteMessage = RemoteMessage & { messageId: string; dialogId: string };

/** The old backend's broker cuts content at this many characters (P5.5). */
const brokerContentLimit = 4_096;

export function positionOf(message: { id: string; createdAt: Timestamp; seq: number | null }): Position {
  return { createdAt: message.createdAt, id: message.id, seq: message.seq };
}

/**
 * True for a copy that tells of a message without being fit to show: no id of its own, or content that the old
 * broker may have cut. It calls for a fetch and never becomes a row (S4.4).
 */
export function isHint(remote: RemoteMessage, source: 'rest' | 'socket', serverIsExact: boolean): boolean {
  if (remote.messageId === null) return true;
  const length = remote.content.length + (remote.toldBesides?.length ?? 0);
  return source === 'socket' && !serverIsExact && length >= brokerContentLimit;
}

/**
 * Folds a copy into the row that stands for its message, or makes that row. Two stored rows of one clientMessageId
 * (an old server, a blind retry by another client) become one: the lower (createdAt, id) names and places it, and says what it
 * says (S4.3). Of copies of one row an older one changes nothing of that (S4.11), and what was removed stays so (S4.12).
 */
export function mergeCopy(existing: Message | null, remote: NamedRemoteMessage): Message {
  if (existing === null) {
    return {
      key: remote.messageId,
      id: remote.messageId,
      clientMessageId: remote.clientMessageId,
      dialogId: remote.dialogId,
      senderId: remote.senderId,
      createdAt: remote.createdAt,
      tie: remote.tie,
      seq: remote.seq,
      state: 'sent',
      failure: null,
      ...bodyOf(remote, { reactions: [], meta: {} }),
    };
  }
  const isSecondRow = existing.id !== null && existing.id !== remote.messageId;
  const keepsPlace =
    isSecondRow &&
    comparePositions(
      { createdAt: existing.createdAt, id: existing.id ?? '' },
      { createdAt: remote.createdAt, id: remote.messageId },
    ) < 0;
  const place = keepsPlace
    ? { id: existing.id, createdAt: existing.createdAt, tie: existing.tie, seq: existing.seq }
    : {
        id: remote.messageId,
        createdAt: remote.createdAt,
        tie: existing.id === remote.messageId ? lesserTie(existing.tie, remote.tie) : remote.tie,
        seq: remote.seq ?? (isSecondRow ? null : existing.seq),
      };
  return {
    ...existing,
    ...place,
    clientMessageId: existing.clientMessageId ?? remote.clientMessageId,
    state: 'sent',
    failure: null,
    ...(keepsPlace
      ? {}
      : existing.id === remote.messageId
        ? newerBody(existing, remote)
        : bodyOf(remote, existing)),
  };
}

/** What a message says, beside where it stands. */
type Body = Pick<
  Message,
  'content' | 'type' | 'reactions' | 'meta' | 'rev' | 'updatedAt' | 'edited' | 'removed'
>;

const emptyBody = { content: '', reactions: [], meta: {}, edited: undefined } satisfies Partial<Body>;

/** As this copy tells it; `known` holds what it may leave out (S4.7). */
function bodyOf(remote: NamedRemoteMessage, known: Pick<Message, 'reactions' | 'meta'>): Body {
  const { reactionCounts, ownReactions, type, rev, updatedAt, editedAt, toldBesides } = remote;
  const revision = { rev: rev ?? undefined, updatedAt };
  if (remote.removed) return { ...emptyBody, ...revision, type, removed: 'told' };
  return {
    ...revision,
    content: remote.content,
    type,
    reactions:
      reactionCounts === null
        ? known.reactions
        : reactionsOf(reactionCounts, ownReactions ?? ownAmong(known.reactions)),
    meta: { ...(Object.keys(remote.meta).length > 0 ? remote.meta : known.meta), ...toldBesides?.meta },
    edited: editedAt === undefined ? undefined : { at: editedAt },
    removed: undefined,
  };
}

/** What is known after another copy of the same row. */
function newerBody(known: Message, remote: NamedRemoteMessage): Partial<Body> {
  if (isOlder(remote, known)) return {};
  const body = bodyOf(remote, known);
  const revision = { rev: body.rev ?? known.rev, updatedAt: body.updatedAt ?? known.updatedAt };
  if (known.removed !== undefined && !remote.removed) return revision;
  const isEdit = !remote.removed && body.content !== known.content && compareRevisions(remote, known) !== 0;
  const edited = isEdit ? { at: remote.updatedAt ?? null } : known.edited;
  return { ...body, ...revision, edited: remote.removed ? undefined : (body.edited ?? edited) };
}

/** A message that was taken for removed, as this copy of it tells it (S6.14). */
export function foundMessage(message: Message, remote: NamedRemoteMessage): Message {
  return { ...message, ...bodyOf(remote, message) };
}

/** What is left of a message that was removed: its place (S4.12). */
export function removedMessage(message: Message, removed: Removal): Message {
  return { ...message, ...emptyBody, removed };
}

export function ownAmong(reactions: Reaction[]): string[] {
  return reactions.filter(({ mine }) => mine).map(({ emoji }) => emoji);
}

export function reactionsOf(counts: Record<string, number>, own: string[]): Reaction[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([emoji, count]) => ({ emoji, count, mine: own.includes(emoji) }));
}

/** True when the two say the same to a person, so that nothing needs drawing or storing. */
export function sameMessage(a: Message, b: Message): boolean {
  return (
    a.id === b.id &&
    a.createdAt === b.createdAt &&
    a.tie === b.tie &&
    a.seq === b.seq &&
    a.state === b.state &&
    a.failure === b.failure &&
    a.content === b.content &&
    a.type === b.type &&
    a.clientMessageId === b.clientMessageId &&
    a.rev === b.rev &&
    a.updatedAt === b.updatedAt &&
    a.edited?.at === b.edited?.at &&
    (a.edited === undefined) === (b.edited === undefined) &&
    a.removed === b.removed &&
    JSON.stringify(a.reactions) === JSON.stringify(b.reactions) &&
    JSON.stringify(a.meta) === JSON.stringify(b.meta)
  );
}

export function isWithin(interval: CertifiedInterval | null, position: Position): boolean {
  return (
    interval !== null &&
    comparePositions(position, interval.from) >= 0 &&
    comparePositions(position, interval.to) <= 0
  );
}

/** The interval after a walk that read everything from `from` to `to`; joins the old one where they touch (S6.5). */
export function extendInterval(
  interval: CertifiedInterval | null,
  walk: CertifiedInterval,
): CertifiedInterval {
  if (interval === null) return walk;
  const apart = comparePositions(walk.from, interval.to) > 0 || comparePositions(walk.to, interval.from) < 0;
  if (apart) return walk;
  const lower = comparePositions(walk.from, interval.from) <= 0 ? walk : interval;
  const upper = comparePositions(walk.to, interval.to) >= 0 ? walk : interval;
  return { from: lower.from, to: upper.to, reachedStart: interval.reachedStart || walk.reachedStart };
}

/**
 * A live message extends the interval only when its seq follows the last certified one: otherwise a gap may lie
 * beneath it, and certifying it would hide that gap (S6.4).
 */
export function certifyLive(
  interval: CertifiedInterval | null,
  position: Position,
): CertifiedInterval | null {
  if (interval === null || position.seq === null || interval.to.seq === null) return interval;
  return position.seq === interval.to.seq + 1 ? { ...interval, to: position } : interval;
}

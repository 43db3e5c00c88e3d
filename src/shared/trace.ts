/** A message's way through an app: ids and times, never text. Two apps' ways of one message can be laid over each other. */

import type { Timestamp } from './domain.ts';

/** The stations of a message; a receiver's begins at `received`. */
export type Hop =
  | 'composed'
  | 'queued'
  | 'posted'
  | 'acked'
  | 'received'
  | 'merged'
  | 'forwarded'
  | 'painted';

/**
 * How a copy came. `answer`: of a request about the message · `room`: of the dialog · `personal`: the room of the person,
 * where the server sends nothing else · `broker`: by the queue of the person · `update`: with news of a known message ·
 * `changes`: the list of what changed · `page`: of the history · `sweep`: the look for what was missed · `list`: of dialogs.
 */
export type CopyWay =
  | 'answer'
  | 'room'
  | 'personal'
  | 'broker'
  | 'update'
  | 'changes'
  | 'page'
  | 'sweep'
  | 'list';

/**
 * What became of it. `new`: it made the row · `confirmed`: it proved that the server has what was written here · `changed`:
 * it knew more · `known`: it said what was known · `older`: than what was known (S4.11) · `nameless`, `cut`: a hint, which
 * had the dialog looked at (S4.4) · `waits`: an own one without its clientMessageId (S4.5) · `listed`: it was only named.
 */
export type CopyFate =
  | 'new'
  | 'confirmed'
  | 'changed'
  | 'known'
  | 'older'
  | 'nameless'
  | 'cut'
  | 'waits'
  | 'listed';

export interface MessageCopy {
  way: CopyWay;
  fate: CopyFate;
  /** As a hop's. */
  atMs: number;
}

export interface MessageTrace {
  /** The row's: of this app alone. */
  key: string;
  /** What the server calls it, once that is known here. */
  messageId: string | null;
  clientMessageId: string | null;
  dialogId: string;
  own: boolean;
  /**
   * The first hop: milliseconds since 1970 with a fraction, by a clock that was set when the program started and has never
   * gone back since. Programs of one computer agree on it.
   */
  startedAt: number;
  /** In the order of their times, in milliseconds since `startedAt`. */
  hops: { hop: Hop; atMs: number }[];
  copies: MessageCopy[];
  /** Copies that came besides. */
  moreCopies: number;
}

/** Who has the message, as the server says. */
export interface MessageStatuses {
  /** The times are the latest possible ones. */
  isLatest: boolean;
  people: { userId: string; status: 'delivered' | 'read'; at: Timestamp | null }[];
}

export interface JoinedTrace {
  messageId: string | null;
  /** The sender's. */
  startedAt: number;
  /** Both apps' hops in the order of their times; `tookMs`: since the one before. */
  hops: { side: 'sender' | 'receiver'; hop: Hop; atMs: number; tookMs: number }[];
  copies: (MessageCopy & { side: 'sender' | 'receiver' })[];
  /** From the key that was pressed to the frame that showed it at the receiver; null while one of them is unknown. */
  sendToPaintMs: number | null;
  /**
   * By how much the receiver's clock is behind the sender's at least, as nothing is received before it is posted: its times
   * are moved by so much. 0 on one computer.
   */
  behindMs: number;
}

/** One line of what two apps know of a message; null: they are not of one message. Pure. */
export function joinTraces(sender: MessageTrace, receiver: MessageTrace): JoinedTrace | null {
  if (
    !isSame(sender.messageId, receiver.messageId) &&
    !isSame(sender.clientMessageId, receiver.clientMessageId)
  )
    return null;
  const apartMs = receiver.startedAt - sender.startedAt;
  const posted = timeOf(sender, 'posted');
  const received = timeOf(receiver, 'received');
  const behindMs = posted === null || received === null ? 0 : Math.max(0, posted - (received + apartMs));
  const movedMs = apartMs + behindMs;

  const inOrder = [
    ...sender.hops.map((hop) => ({ side: 'sender' as const, ...hop })),
    ...receiver.hops.map((hop) => ({ side: 'receiver' as const, ...hop, atMs: hop.atMs + movedMs })),
  ].sort((a, b) => a.atMs - b.atMs);
  const hops = inOrder.map((hop, index) => ({ ...hop, tookMs: hop.atMs - (inOrder[index - 1] ?? hop).atMs }));
  const copies = [
    ...sender.copies.map((copy) => ({ side: 'sender' as const, ...copy })),
    ...receiver.copies.map((copy) => ({ side: 'receiver' as const, ...copy, atMs: copy.atMs + movedMs })),
  ].sort((a, b) => a.atMs - b.atMs);

  const composed = timeOf(sender, 'composed');
  const painted = timeOf(receiver, 'painted');
  return {
    messageId: sender.messageId ?? receiver.messageId,
    startedAt: sender.startedAt,
    hops,
    copies,
    sendToPaintMs: composed === null || painted === null ? null : painted + movedMs - composed,
    behindMs,
  };
}

function timeOf({ hops }: MessageTrace, wanted: Hop): number | null {
  return hops.find(({ hop }) => hop === wanted)?.atMs ?? null;
}

function isSame(a: string | null, b: string | null): boolean {
  return a !== null && a === b;
}

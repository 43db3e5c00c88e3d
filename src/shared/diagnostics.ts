/** What the diagnostics screen and the tests see: ids and numbers only, never text or tokens. Types only. */
import type { ConnectionState, ErrorCode, Feature, Message, Timestamp } from './domain.ts';
import type { CutReason, EventName } from './happenings.ts';

export interface Diagnostics {
  state: ConnectionState;
  /** Counts connections of this login; grows with every attempt. */
  epoch: number;
  socketId: string | null;
  server: string | null;
  features: Feature[];
  joinedRooms: string[];
  outbox: { id: string; kind: string; dialogId: string; state: Message['state']; attempts: number }[];
  duplicatesDropped: number;
  listeners: number;
  /** The latest reconnects, newest first. */
  ledger: CatchUpEntry[];
  /** The latest changes of the connection, newest first. */
  connectionHistory: ConnectionChange[];
  /** The latest events of the socket, newest first; `about` is an id. */
  events: { at: Timestamp; name: EventName; about: string | null }[];
  /** The latest messages' ways through this app, newest first. */
  traces: MessageTrace[];
  liveness: Liveness;
  /** How far the server's clock is ahead of this computer's; null where it has not told. */
  serverAheadMs: number | null;
}

/** Signs of life of the connection. */
export interface Liveness {
  /** Local time of the last one; null: none yet. */
  heardAt: Timestamp | null;
  /** The last question that was answered, and how long that took. */
  ping: { at: Timestamp; tookMs: number } | null;
}

/** Why an attempt or a connection ended. `refused`: by the server · `doubted`: a request was refused (S2.1). */
export type ConnectionCut = CutReason | 'unreachable' | 'refused' | 'doubted';

export interface ConnectionChange {
  /** Local time. */
  at: Timestamp;
  epoch: number;
  state: ConnectionState;
  /** What ended the state before; null where nothing broke. */
  cut: ConnectionCut | null;
  /** Why the server was out of reach then, where that is known. */
  reason: ErrorCode | null;
}

/** With what is known of this computer: what the screen shows. */
export interface DiagnosticsView extends Diagnostics {
  /** On disk; null where nobody is signed in. */
  storage: { messages: number; bytes: number } | null;
  app: { version: string; electron: string; chromium: string };
  system: SystemView;
}

export interface SystemView {
  platform: string;
  release: string;
  /** null where the system has but one. */
  desktop: string | null;
  locale: string;
}

export interface CatchUpEntry {
  /** Local time. */
  at: Timestamp;
  epoch: number;
  received: number;
  /** Numbered messages that are missing in what should be unbroken; anything but 0 is a fault. */
  lost: number;
  duplicatesDropped: number;
}

/** The stations of a message, in the order of its way; a receiver's begins at `received`. */
export type Hop =
  | 'composed'
  | 'queued'
  | 'posted'
  | 'acked'
  | 'received'
  | 'merged'
  | 'forwarded'
  | 'painted';

export interface MessageTrace {
  key: string;
  dialogId: string;
  own: boolean;
  /** Milliseconds since the first hop, by a clock that never goes back. */
  hops: { hop: Hop; atMs: number }[];
}

/** What the diagnostics screen and the tests see: ids and numbers only, never text or tokens. Types only. */
import type { ConnectionState, ErrorCode, Feature, Message, Position, Timestamp } from './domain.ts';
import type { CutReason, EventName } from './happenings.ts';
import type { MessageTrace } from './trace.ts';

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

/** What a reconnect brought, and what came of holding the history here against the server's (S22.1). */
export interface CatchUpEntry {
  /** Counts the reconnects of this account on this computer. */
  number: number;
  /** Local time. */
  at: Timestamp;
  epoch: number;
  /** How long catching up took. */
  durationMs: number;
  /** Others' messages that came meanwhile, live or not. */
  received: number;
  /** Messages that had been missed: pages brought them. */
  repaired: number;
  duplicatesDropped: number;
  /** Chats that were compared; those whose head agreed needed no page. */
  compared: number;
  /** Chats whose history the server has not given yet. */
  awaited: string[];
  /** Messages that the server has no more, and nobody told so (S6.14). */
  vanished: number;
  /** Messages that the server has and this computer has not. */
  lost: number;
  /** All of what differs, `lost` among it; anything but 0 is a fault. */
  differences: number;
  /** What was compared of the chats in which something was missed or differs. */
  ranges: ComparedRange[];
}

export interface ComparedRange {
  dialogId: string;
  /** The lowest and the highest message that pages held; null: there was none. */
  from: Position | null;
  to: Position | null;
  repaired: number;
  /** The first of them. */
  differences: Difference[];
}

/**
 * `absent`: a page has it, no row does · `extra`: a row that no page has · `order`: it stands elsewhere · `older`: the row
 * says what the server said earlier.
 */
export interface Difference {
  kind: 'absent' | 'extra' | 'order' | 'older';
  /** The server's id of the message, or `#` and its number. */
  id: string;
}

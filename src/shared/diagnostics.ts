/** What the diagnostics screen and the tests see: ids and numbers only, never text or tokens. Types only. */
import type { ConnectionState, Feature, Message, Position, Timestamp } from './domain.ts';
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
  connectionHistory: { at: Timestamp; epoch: number; state: ConnectionState; reason: string | null }[];
  /** The latest events of the socket, newest first; `about` is an id. */
  events: { at: Timestamp; name: string; about: string | null }[];
  /** The latest messages' ways through this app, newest first. */
  traces: MessageTrace[];
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

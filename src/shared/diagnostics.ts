/** What the diagnostics screen and the tests see: ids and numbers only, never text or tokens. Types only. */
import type { ConnectionState, Feature, Message, Timestamp } from './domain.ts';
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

export interface CatchUpEntry {
  /** Local time. */
  at: Timestamp;
  epoch: number;
  received: number;
  /** Numbered messages that are missing in what should be unbroken; anything but 0 is a fault. */
  lost: number;
  duplicatesDropped: number;
}

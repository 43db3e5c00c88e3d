/** What the outside world did to the engine, as a report carries it: enough for a simulation to do it again (S23.3). */
import type { ErrorCode, Feature, Timestamp } from './domain.ts';

/** What the engine understands of the socket. */
export const eventNames = [
  'server:hello',
  'message:new',
  'message:update',
  'message:status',
  'message:reaction',
  'dialog:update',
  'chat3:update',
  'dialog:marks',
  'typing:start',
  'typing:stop',
  'typing:update',
  'presence:snapshot',
  'user:online',
  'user:offline',
] as const;

export type EventName = (typeof eventNames)[number];

export function isEventName(name: string): name is EventName {
  return (eventNames as readonly string[]).includes(name);
}

/** How a connection ended. `server`: on purpose · `silence`: nothing was heard any more · `network`: anything else. */
export type CutReason = 'server' | 'silence' | 'network';

/** What is known of a refusal besides its status, where more than the status decides. */
export type Refusal = 'tokenInvalid' | 'userUnknown' | 'accountDisabled' | 'routeMissing';

export type RequestFailure = 'refused' | 'dns' | 'timeout' | 'reset' | 'certificate' | 'proxy' | 'aborted';

export type Happening = HappeningTime &
  (
    | { kind: 'attempt'; epoch: number }
    | { kind: 'connected' }
    /** `rejected`: the server refused whoever asks. */
    | { kind: 'failed'; rejected: boolean }
    | { kind: 'cut'; reason: CutReason }
    /** Told at its end. */
    | { kind: 'probe'; alive: boolean; tookMs: number }
    /** How long the next attempt waits, as a share of the longest pause. */
    | { kind: 'pause'; share: number }
    /** Something suggested that it would work now, or asked whether it still does (S1.5). */
    | { kind: 'hint' }
    /** Why the server was out of reach; null: nothing was found. */
    | { kind: 'explained'; code: ErrorCode | null }
    /** What was missed is here: how long that took is the server's doing. */
    | { kind: 'caughtUp' }
    | { kind: 'hello'; features: Feature[] }
    /** Of the socket, besides the greeting; `about` is an id. */
    | { kind: 'event'; name: EventName; about: string | null }
    | RequestHappening
    /** Of others, or of this person on another device, once each; `live`: the socket had told of it. */
    | {
        kind: 'arrival';
        message: string;
        dialog: string;
        own: boolean;
        createdAt: Timestamp;
        live: boolean;
      }
    | { kind: 'send'; message: string; dialog: string }
    | { kind: 'open'; dialog: string | null }
  );

export interface HappeningTime {
  /** Local time. */
  at: Timestamp;
  /** Milliseconds of a clock that never goes back; only differences mean anything. */
  ms: number;
}

/** Told at its end; `tookMs` is null for one that had not ended yet. */
export interface RequestHappening {
  kind: 'request';
  /** Method and route, without ids: `GET /dialogs/:id`. */
  route: string;
  dialog: string | null;
  /** Of a send, as the sender calls it. */
  message: string | null;
  tookMs: number | null;
  /** null where there was no answer. */
  status: number | null;
  failure: RequestFailure | null;
  refusal: Refusal | null;
  /** The status that an old server hides in the sentence of a 500 (P2.4). */
  hiddenStatus: number | null;
}

/**
 * The connection as a pure state machine: (state, event) → (state, effects). The shell (link.ts) performs the effects
 * and reports back; what it reports carries the epoch it belongs to, and an older epoch is dropped here.
 */
import type { ConnectionState } from '../../../shared/domain.ts';
import type { ConnectionView } from '../../../shared/views.ts';
import { maximumRetryDelayMs } from '../rest/backoff.ts';

export interface Connection {
  state: ConnectionState;
  /** Counts connections of this login. */
  epoch: number;
  /** Failed attempts in a row, for the backoff. */
  attempts: number;
}

/** Whether a sign-in holds. `disabled`: an administrator has closed the account (P7.24). */
export type AuthVerdict = 'valid' | 'signedOut' | 'disabled' | 'unknown';

export type ConnectionEvent =
  | { type: 'started' }
  | { type: 'stopped' }
  | { type: 'connected'; epoch: number }
  | { type: 'connectFailed'; epoch: number }
  /** The server refused the handshake: only `/auth/me` knows whether the person is signed out. */
  | { type: 'rejected'; epoch: number }
  | { type: 'disconnected'; epoch: number }
  | { type: 'authChecked'; epoch: number; verdict: AuthVerdict }
  | { type: 'caughtUp'; epoch: number }
  | { type: 'liveLongEnough'; epoch: number }
  | { type: 'retryDue' }
  /** Network up, resume, unlock, focus, or the person asks: try now, or find out whether the connection lives. */
  | { type: 'hinted' }
  | { type: 'probeFailed'; epoch: number }
  /** A REST call was refused with 401. */
  | { type: 'authDoubted'; epoch: number };

export type ConnectionEffect =
  | { type: 'openSocket'; epoch: number }
  | { type: 'closeSocket' }
  /** Retry after a random share of this. */
  | { type: 'scheduleRetry'; maximumDelayMs: number }
  | { type: 'cancelRetry' }
  | { type: 'checkAuth'; epoch: number }
  | { type: 'catchUp'; epoch: number }
  | { type: 'probe'; epoch: number }
  | { type: 'watchStability'; epoch: number }
  | { type: 'signOut'; disabled: boolean };

export interface Step {
  connection: Connection;
  effects: ConnectionEffect[];
}

/** What is shown before anything was tried. */
export function offlineView(now: number): ConnectionView {
  return { state: 'offline', since: now, retryAt: null, problem: null, features: [] };
}

export const initialConnection: Connection = { state: 'offline', epoch: 0, attempts: 0 };

export function reduceConnection(connection: Connection, event: ConnectionEvent): Step {
  if ('epoch' in event && event.epoch !== connection.epoch) return stay(connection);
  switch (event.type) {
    case 'started':
      return connection.state === 'offline' ? open(connection) : stay(connection);
    case 'stopped':
      return {
        connection: { ...connection, state: 'offline', attempts: 0, epoch: connection.epoch + 1 },
        effects: [{ type: 'cancelRetry' }, { type: 'closeSocket' }],
      };
    case 'retryDue':
      return connection.state === 'waiting' ? open(connection) : stay(connection);
    case 'hinted':
      return hinted(connection);
    default:
      return reduceAttempt(connection, event);
  }
}

/** Events of one attempt; they only count in the states that an attempt can be in. */
function reduceAttempt(connection: Connection, event: Extract<ConnectionEvent, { epoch: number }>): Step {
  const { state, epoch } = connection;
  const isUp = state === 'catchingUp' || state === 'live';
  switch (event.type) {
    case 'connected':
      return state === 'connecting'
        ? { connection: { ...connection, state: 'catchingUp' }, effects: [{ type: 'catchUp', epoch }] }
        : stay(connection);
    case 'connectFailed':
      return state === 'connecting' ? wait(connection) : stay(connection);
    case 'rejected':
      return state === 'connecting' ? doubtAuth(connection) : stay(connection);
    case 'authDoubted':
      return isUp ? doubtAuth(connection) : stay(connection);
    case 'disconnected':
    case 'probeFailed':
      return isUp || state === 'connecting' ? wait(connection) : stay(connection);
    case 'authChecked':
      return state === 'authenticating' ? judge(connection, event.verdict) : stay(connection);
    case 'caughtUp':
      return state === 'catchingUp'
        ? { connection: { ...connection, state: 'live' }, effects: [{ type: 'watchStability', epoch }] }
        : stay(connection);
    case 'liveLongEnough':
      return state === 'live' ? stay({ ...connection, attempts: 0 }) : stay(connection);
  }
}

function hinted(connection: Connection): Step {
  switch (connection.state) {
    case 'waiting':
      return open(connection);
    case 'catchingUp':
    case 'live':
      return { connection, effects: [{ type: 'probe', epoch: connection.epoch }] };
    default:
      return stay(connection);
  }
}

function open(connection: Connection): Step {
  const epoch = connection.epoch + 1;
  return {
    connection: { ...connection, state: 'connecting', epoch },
    effects: [{ type: 'cancelRetry' }, { type: 'openSocket', epoch }],
  };
}

function wait(connection: Connection): Step {
  return {
    connection: { ...connection, state: 'waiting', attempts: connection.attempts + 1 },
    effects: [
      { type: 'closeSocket' },
      { type: 'scheduleRetry', maximumDelayMs: maximumRetryDelayMs(connection.attempts) },
    ],
  };
}

function doubtAuth(connection: Connection): Step {
  return {
    connection: { ...connection, state: 'authenticating' },
    effects: [{ type: 'closeSocket' }, { type: 'checkAuth', epoch: connection.epoch }],
  };
}

function judge(connection: Connection, verdict: AuthVerdict): Step {
  if (verdict === 'valid' || verdict === 'unknown') return wait(connection);
  return {
    connection: { ...connection, state: 'authRequired', attempts: 0 },
    effects: [{ type: 'closeSocket' }, { type: 'signOut', disabled: verdict === 'disabled' }],
  };
}

function stay(connection: Connection): Step {
  return { connection, effects: [] };
}

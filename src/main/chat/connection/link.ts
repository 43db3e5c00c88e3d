/** The shell around the connection reducer: owns the socket and the timers, performs effects, reports what happened. */

import { clockJumped } from '../../../shared/clockJump.ts';
import type { ChatSocket, ChatSocketFactory, Clock, Log, Random } from '../ports.ts';
import { maximumRetryDelayMs } from '../rest/backoff.ts';
import { ApiError } from '../rest/rest.ts';
import {
  type Connection,
  type ConnectionEffect,
  type ConnectionEvent,
  initialConnection,
  reduceConnection,
} from './connection.ts';

const stableAfterMs = 10_000;
const probeTimeoutMs = 5_000;
const heartbeatMs = 5_000;
const silenceBeforeProbeMs = 30_000;
const hurryPauseMs = 5_000;

export type AuthVerdict = 'valid' | 'signedOut' | 'unknown';

export interface LinkOptions {
  url: string;
  token: () => string;
  clock: Clock;
  random: Random;
  log: Log;
  createSocket: ChatSocketFactory;
  checkAuth(): Promise<AuthVerdict>;
  /** Everything missed is fetched; `isCurrent` turns false when the connection of this epoch is gone. */
  catchUp(isCurrent: () => boolean, epoch: number): Promise<void>;
  onEvent(name: string, payload: unknown): void;
  onSignedOut(): void;
  /** `retryAt` is local time; null unless waiting. */
  onChange(connection: Connection, retryAt: number | null): void;
}

export function createLink(options: LinkOptions) {
  const { clock, random, log } = options;
  let connection = initialConnection;
  let retryAt: number | null = null;
  let cancelRetry = () => {};
  let cancelStability = () => {};
  let cancelHeartbeat = () => {};
  let lastHeard = 0;
  let probing = false;
  let hurriedAt = Number.NEGATIVE_INFINITY;

  const socket: ChatSocket = options.createSocket({
    url: options.url,
    token: options.token,
    handlers: {
      onConnect: () => {
        lastHeard = clock.now();
        dispatch({ type: 'connected', epoch: connection.epoch });
      },
      onConnectError: (message) => {
        const rejected = /^authentication/i.test(message);
        dispatch({ type: rejected ? 'rejected' : 'connectFailed', epoch: connection.epoch });
      },
      onDisconnect: (reason) => {
        // The server ended it on purpose: expiry, logout or eviction of the session. Never retried without asking.
        const type = reason === 'io server disconnect' ? 'authDoubted' : 'disconnected';
        log.info('socket.disconnected', { reason, epoch: connection.epoch });
        dispatch({ type, epoch: connection.epoch });
      },
      onEvent: (name, payload) => {
        lastHeard = clock.now();
        options.onEvent(name, payload);
      },
    },
  });

  function dispatch(event: ConnectionEvent): void {
    const previous = connection;
    const step = reduceConnection(connection, event);
    connection = step.connection;
    for (const effect of step.effects) perform(effect);
    if (connection !== previous)
      options.onChange(connection, connection.state === 'waiting' ? retryAt : null);
  }

  function perform(effect: ConnectionEffect): void {
    switch (effect.type) {
      case 'openSocket':
        socket.connect();
        return;
      case 'closeSocket':
        cancelStability();
        cancelHeartbeat();
        socket.disconnect();
        return;
      case 'scheduleRetry': {
        const delay = random() * effect.maximumDelayMs;
        retryAt = clock.now() + delay;
        cancelRetry();
        cancelRetry = clock.schedule(delay, () => dispatch({ type: 'retryDue' }));
        return;
      }
      case 'cancelRetry':
        cancelRetry();
        return;
      case 'checkAuth':
        void options
          .checkAuth()
          .catch((): AuthVerdict => 'unknown')
          .then((verdict) => dispatch({ type: 'authChecked', epoch: effect.epoch, verdict }));
        return;
      case 'catchUp':
        cancelHeartbeat();
        beat(clock.now());
        void runCatchUp(effect.epoch);
        return;
      case 'probe':
        void probe(effect.epoch);
        return;
      case 'watchStability':
        cancelStability();
        cancelStability = clock.schedule(stableAfterMs, () =>
          dispatch({ type: 'liveLongEnough', epoch: effect.epoch }),
        );
        return;
      case 'signOut':
        options.onSignedOut();
        return;
    }
  }

  const isCurrent = (epoch: number) =>
    connection.epoch === epoch && (connection.state === 'catchingUp' || connection.state === 'live');

  /** A failed catch-up is tried again on the same connection: live messages keep coming meanwhile. */
  async function runCatchUp(epoch: number): Promise<void> {
    for (let attempt = 0; isCurrent(epoch); attempt++) {
      try {
        await options.catchUp(() => isCurrent(epoch), epoch);
        dispatch({ type: 'caughtUp', epoch });
        return;
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) {
          dispatch({ type: 'authDoubted', epoch });
          return;
        }
        log.warn('catchUp.failed', { epoch, cause: String(error) });
        const pause = random() * maximumRetryDelayMs(attempt);
        await new Promise<void>((resolve) => clock.schedule(pause, resolve));
      }
    }
  }

  async function probe(epoch: number): Promise<void> {
    if (probing) return;
    probing = true;
    const alive = await socket.probe(probeTimeoutMs).catch(() => false);
    probing = false;
    if (alive) lastHeard = clock.now();
    else dispatch({ type: 'probeFailed', epoch });
  }

  /** Asks after silence, and when the wall clock jumped: the machine slept, whatever the system said about it (S1.6). */
  function beat(expectedAt: number): void {
    const now = clock.now();
    const jumped = clockJumped(now, expectedAt);
    const silent = now - lastHeard > silenceBeforeProbeMs;
    if (jumped || silent) void probe(connection.epoch);
    cancelHeartbeat = clock.schedule(heartbeatMs, () => beat(now + heartbeatMs));
  }

  return {
    start: () => dispatch({ type: 'started' }),
    stop: () => dispatch({ type: 'stopped' }),
    hint: () => dispatch({ type: 'hinted' }),
    /**
     * A request got through, so waiting for the next attempt is pointless. Where only the socket fails, the usual pauses
     * hold: requests would be attempts without end.
     */
    answered: () => {
      if (connection.state !== 'waiting' || clock.elapsed() - hurriedAt < hurryPauseMs) return;
      hurriedAt = clock.elapsed();
      dispatch({ type: 'hinted' });
    },
    doubtAuth: () => dispatch({ type: 'authDoubted', epoch: connection.epoch }),
    dispose: () => {
      dispatch({ type: 'stopped' });
      socket.dispose();
    },
    connection: () => connection,
    emit: (name: string, payload: unknown) => socket.emit(name, payload),
    emitWithAck: (name: string, payload: unknown, timeoutMs: number) =>
      socket.emitWithAck(name, payload, timeoutMs),
    socketId: () => socket.id,
    listenerCount: () => socket.listenerCount,
  };
}

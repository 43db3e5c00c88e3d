/** The shell around the connection reducer: owns the socket and the timers, performs effects, reports what happened. */

import { clockJumped } from '../../../shared/clockJump.ts';
import type { ConnectionCut, Liveness } from '../../../shared/diagnostics.ts';
import type { Bus } from '../facts.ts';
import type { ChatSocket, ChatSocketFactory, Clock, Log, Random } from '../ports.ts';
import {
  type AuthVerdict,
  type Connection,
  type ConnectionEffect,
  type ConnectionEvent,
  initialConnection,
  reduceConnection,
} from './connection.ts';
import { cutReason, isRejection } from './cuts.ts';

const stableAfterMs = 10_000;
const probeTimeoutMs = 5_000;
const heartbeatMs = 5_000;
const silenceBeforeProbeMs = 30_000;
const hurryPauseMs = 5_000;

export interface LinkOptions {
  bus: Bus;
  url: string;
  token: () => string;
  clock: Clock;
  random: Random;
  log: Log;
  createSocket: ChatSocketFactory;
  checkAuth(): Promise<AuthVerdict>;
  onEvent(name: string, payload: unknown): void;
  onSignedOut(disabled: boolean): void;
  /** `retryAt` is local time; null unless waiting. `cut`: what ended the state before, where something did. */
  onChange(connection: Connection, retryAt: number | null, cut: ConnectionCut | null): void;
  /** What S1.5 names happened, and counts. */
  onHint(): void;
}

export type Link = ReturnType<typeof createLink>;

/** Tells `connected`; whoever then fetches what was missed says `caughtUp`. */
export function createLink(options: LinkOptions) {
  const { bus, clock, random, log } = options;
  let connection = initialConnection;
  let retryAt: number | null = null;
  let cancelRetry = () => {};
  let cancelStability = () => {};
  let cancelHeartbeat = () => {};
  let lastHeard = 0;
  let ping: Liveness['ping'] = null;
  let probing: Promise<boolean> | null = null;
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
        const { epoch } = connection;
        if (isRejection(message)) dispatch({ type: 'rejected', epoch }, 'refused');
        else dispatch({ type: 'connectFailed', epoch }, 'unreachable');
      },
      onDisconnect: (reason) => {
        // The server ended it on purpose: expiry, logout or eviction of the session. Never retried without asking.
        const type = reason === 'io server disconnect' ? 'authDoubted' : 'disconnected';
        log.info('socket.disconnected', { reason, epoch: connection.epoch });
        dispatch({ type, epoch: connection.epoch }, cutReason(reason));
      },
      onEvent: (name, payload) => {
        lastHeard = clock.now();
        options.onEvent(name, payload);
      },
    },
  });

  function dispatch(event: ConnectionEvent, cut: ConnectionCut | null = null): void {
    const previous = connection;
    const step = reduceConnection(connection, event);
    connection = step.connection;
    for (const effect of step.effects) perform(effect);
    if (connection !== previous)
      options.onChange(connection, connection.state === 'waiting' ? retryAt : null, cut);
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
        bus.tell('connected', effect.epoch);
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
        options.onSignedOut(effect.disabled);
        return;
    }
  }

  async function ask(epoch: number): Promise<boolean> {
    const startedAt = clock.elapsed();
    const alive = await socket.probe(probeTimeoutMs).catch(() => false);
    probing = null;
    if (alive) {
      lastHeard = clock.now();
      ping = { at: lastHeard, tookMs: Math.round(clock.elapsed() - startedAt) };
    } else dispatch({ type: 'probeFailed', epoch }, 'silence');
    return alive;
  }

  function probe(epoch: number): Promise<boolean> {
    probing ??= ask(epoch);
    return probing;
  }

  /** Asks after silence, and when the wall clock jumped: the machine slept, whatever the system said about it (S1.6). */
  function beat(expectedAt: number): void {
    const now = clock.now();
    const jumped = clockJumped(now, expectedAt);
    const silent = now - lastHeard > silenceBeforeProbeMs;
    if (jumped || silent) void probe(connection.epoch);
    cancelHeartbeat = clock.schedule(heartbeatMs, () => beat(now + heartbeatMs));
  }

  /**
   * A request got through, so waiting for the next attempt is pointless. Where only the socket fails, the usual pauses
   * hold: requests would be attempts without end.
   */
  function answered(): void {
    if (connection.state !== 'waiting' || clock.elapsed() - hurriedAt < hurryPauseMs) return;
    hurriedAt = clock.elapsed();
    hint();
  }

  function hint(): void {
    options.onHint();
    dispatch({ type: 'hinted' });
  }

  const isUp = () => connection.state === 'catchingUp' || connection.state === 'live';

  bus.on('answered', answered);
  bus.on('authDoubted', () => dispatch({ type: 'authDoubted', epoch: connection.epoch }, 'doubted'));

  return {
    start: () => dispatch({ type: 'started' }),
    stop: () => dispatch({ type: 'stopped' }),
    hint,
    /** Whether the server answers; a connection over which it does not is given up. */
    hears: (): Promise<boolean> => (isUp() ? probe(connection.epoch) : Promise.resolve(false)),
    answered,
    /** The connection of this epoch is there. */
    isCurrent: (epoch: number): boolean => connection.epoch === epoch && isUp(),
    caughtUp: (epoch: number) => dispatch({ type: 'caughtUp', epoch }),
    dispose: () => {
      dispatch({ type: 'stopped' });
      socket.dispose();
    },
    connection: () => connection,
    liveness: (): Liveness => ({ heardAt: lastHeard === 0 ? null : lastHeard, ping }),
    emit: (name: string, payload: unknown) => socket.emit(name, payload),
    emitWithAck: (name: string, payload: unknown, timeoutMs: number) =>
      socket.emitWithAck(name, payload, timeoutMs),
    socketId: () => socket.id,
    listenerCount: () => socket.listenerCount,
  };
}

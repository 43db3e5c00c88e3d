/** Sockets of the world: they connect late or not at all, join late, and may be open on one side only. */
import {
  type ChatSocket,
  type ChatSocketFactory,
  type Clock,
  type Random,
  TransportError,
} from '../../src/main/chat/ports.ts';
import type { Contract } from './answers.ts';
import type { Connection } from './breakages.ts';

/** What becomes of one attempt to connect. */
export interface Fate {
  /** Infinity: nothing ever does. */
  afterMs: number;
  /** null: connected. */
  refusal: string | null;
  /** null: the server says nothing. */
  hello: { afterMs: number; features: string[] } | null;
}

export function createWorldSockets(options: {
  clock: Clock;
  random: Random;
  contract: Contract;
  /** It says that it deduplicates, and does not. */
  lies: boolean;
  /** It lets people edit. */
  edits: boolean;
  /** It takes files. */
  files: boolean;
  connections: Set<Connection>;
  isOffline: (userId: string) => boolean;
  isFaulty: () => boolean;
  /** undefined: as it comes. */
  attempt: (userId: string) => Fate | undefined;
  deliver: (connection: Connection, name: string, payload: unknown) => void;
}): (userId: string) => ChatSocketFactory {
  const { clock, random, contract, lies, edits, files, connections, isFaulty, deliver } = options;
  const between = (low: number, high: number) => low + random() * (high - low);
  const chance = (share: number) => random() < share;
  return (userId: string): ChatSocketFactory =>
    ({ handlers }) => {
      let connection: Connection | null = null;
      let cancelConnect = () => {};

      function close(reason: string | null): void {
        cancelConnect();
        const closing = connection;
        connection = null;
        if (closing === null) return;
        const wasOpen = closing.open;
        closing.open = false;
        connections.delete(closing);
        if (wasOpen && reason !== null) handlers.onDisconnect(reason);
      }

      function greet(made: Connection, { hello }: Fate): void {
        if (hello === null) return;
        const { afterMs, features } = hello;
        clock.schedule(afterMs, () => {
          if (made.open) handlers.onEvent('server:hello', { features, serverTime: clock.now() });
        });
      }

      const socket: ChatSocket = {
        connect() {
          const fate = options.attempt(userId);
          cancelConnect = clock.schedule(fate?.afterMs ?? between(5, 80), () => {
            const isBroken = fate === undefined && (options.isOffline(userId) || (isFaulty() && chance(0.2)));
            const refusal = isBroken ? 'websocket error' : (fate?.refusal ?? null);
            if (refusal !== null) {
              handlers.onConnectError(refusal);
              return;
            }
            const made: Connection = {
              userId,
              handlers: { ...handlers, onDisconnect: close },
              rooms: new Set(),
              connectedAt: clock.now(),
              open: true,
              halfOpen: false,
            };
            connection = made;
            connections.add(made);
            handlers.onConnect();
            if (fate !== undefined) greet(made, fate);
            else if (contract === 'new') {
              const features = ['idempotency', 'seq', 'changes', 'userRoom', 'watermarks'];
              if (edits) features.push('edit');
              if (files) features.push('files');
              deliver(made, 'server:hello', { features, serverTime: clock.now() });
            } else if (lies) deliver(made, 'server:hello', { features: ['idempotency'] });
          });
        },
        disconnect: () => close('io client disconnect'),
        dispose: () => close(null),
        emit(name, payload) {
          const target = connection;
          if (target === null || target.halfOpen) return;
          clock.schedule(between(1, 20), () => {
            const handled = contract === 'new' || clock.now() - target.connectedAt > 200;
            if (name === 'dialog:join' && target.open && handled) target.rooms.add(String(payload));
          });
        },
        emitWithAck: () => Promise.reject(new TransportError('timeout')),
        probe: (timeoutMs) =>
          new Promise((resolve) => {
            const alive = connection !== null && !connection.halfOpen;
            clock.schedule(alive ? between(5, 30) : timeoutMs, () => resolve(alive));
          }),
        get id() {
          return connection === null ? null : 'socket';
        },
        listenerCount: 0,
      };
      return socket;
    };
}

/** The engine's ports with their time-outs on the scaled clock. */
import type { ChatSocketFactory, HttpClient } from '../../src/main/chat/ports.ts';
import type { ScaledClock } from './scaledClock.ts';

export function scaledHttp(http: HttpClient, { scale }: ScaledClock): HttpClient {
  return (request) => http({ ...request, timeoutMs: request.timeoutMs / scale });
}

/** As in socketIo.ts, whose own limit runs on the wall's clock. */
const connectTimeoutMs = 10_000;

export function scaledSocket(createSocket: ChatSocketFactory, clock: ScaledClock): ChatSocketFactory {
  return (options) => {
    const { handlers } = options;
    let cancelLimit = () => {};
    const socket = createSocket({
      ...options,
      handlers: {
        ...handlers,
        onConnect: () => {
          cancelLimit();
          handlers.onConnect();
        },
        onConnectError: (message) => {
          cancelLimit();
          handlers.onConnectError(message);
        },
        onDisconnect: (reason) => {
          cancelLimit();
          handlers.onDisconnect(reason);
        },
      },
    });
    return {
      connect: () => {
        cancelLimit();
        cancelLimit = clock.schedule(connectTimeoutMs, () => {
          socket.disconnect();
          handlers.onConnectError('timeout');
        });
        socket.connect();
      },
      disconnect: () => {
        cancelLimit();
        socket.disconnect();
      },
      dispose: () => {
        cancelLimit();
        socket.dispose();
      },
      emit: socket.emit,
      emitWithAck: (name, payload, timeoutMs) => socket.emitWithAck(name, payload, timeoutMs / clock.scale),
      probe: (timeoutMs) => socket.probe(timeoutMs / clock.scale),
      get id() {
        return socket.id;
      },
      get listenerCount() {
        return socket.listenerCount;
      },
    };
  };
}

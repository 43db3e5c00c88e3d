import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import { HANDSHAKE_MS, PAYLOAD_BYTES } from '../limits/limits.ts';
import type { Admission } from './admission.ts';

/** Socket.IO at the HTTP server. `allows`: whether a page of this origin may come in. */
export function createIo(
  server: HttpServer,
  options: {
    allows: (origin: string | undefined) => boolean;
    admission: Admission;
    pingIntervalMs?: number;
    pingTimeoutMs?: number;
  },
): Server {
  const { allows, admission } = options;
  const io = new Server(server, {
    serveClient: false,
    maxHttpBufferSize: PAYLOAD_BYTES,
    connectTimeout: HANDSHAKE_MS,
    upgradeTimeout: HANDSHAKE_MS,
    pingInterval: options.pingIntervalMs ?? 25_000,
    pingTimeout: options.pingTimeoutMs ?? 20_000,
    cors: { origin: (origin, callback) => callback(null, allows(origin)) },
    // Cross-origin rules do not cover WebSocket: the handshake itself is refused.
    allowRequest: (request, callback) => {
      if (allows(request.headers.origin)) callback(null, true);
      else callback('Origin not allowed', false);
    },
  });
  admitUpgrades(server, admission);
  return io;
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Before anything looks at them: reading what was asked for costs as much as a small request. */
function admitUpgrades(server: HttpServer, admission: Admission): void {
  const listeners = server.listeners('upgrade') as Upgrade[];
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Nobody else listens to a connection that waits to become a WebSocket: an error would end the process.
    socket.on('error', ignore);
    admission.enter('handshake', () => {
      socket.off('error', ignore);
      if (!socket.destroyed) for (const upgrade of listeners) upgrade.call(server, request, socket, head);
    });
  });
}

const ignore = () => undefined;

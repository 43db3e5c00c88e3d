/** A server as a process of its own that can be asked what it used. Started by `server.ts`; its kind is its argument. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Server } from 'socket.io';
import { startServer } from '../../../server/src/server.ts';

/** What one has used since it was asked last. */
export interface Usage {
  cpuMs: number;
  /** The longest time for which nothing else had a turn, in milliseconds. */
  longestBlockMs: number;
  /** The same without what others had the core for meanwhile: of a machine that has other work as well. */
  longestWorkMs: number;
  /** After a collection. */
  heapBytes: number;
  sockets: number;
}

export type Setting = { kind: 'bare' } | { kind: 'ours'; options: Parameters<typeof startServer>[0] };

const setting = JSON.parse(process.argv[2] ?? '{}') as Setting;
const server = setting.kind === 'bare' ? await startBare() : await startOurs();
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
let cpu = process.cpuUsage();
let turn = { at: performance.now(), waitedMs: waitedForCore() };
let longestWorkMs = 0;
setInterval(() => {
  const next = { at: performance.now(), waitedMs: waitedForCore() };
  longestWorkMs = Math.max(longestWorkMs, next.at - turn.at - (next.waitedMs - turn.waitedMs));
  turn = next;
}, 5);

process.on('message', () => {
  const used = process.cpuUsage(cpu);
  // The collection that is asked for here is nobody's block.
  delay.disable();
  globalThis.gc?.();
  const usage: Usage = {
    cpuMs: (used.user + used.system) / 1_000,
    longestBlockMs: delay.max / 1e6,
    longestWorkMs,
    heapBytes: process.memoryUsage().heapUsed,
    sockets: server.socketCount(),
  };
  cpu = process.cpuUsage();
  delay.reset();
  delay.enable();
  turn = { at: performance.now(), waitedMs: waitedForCore() };
  longestWorkMs = 0;
  process.send?.(usage);
});
process.send?.({ url: server.url });

/** Milliseconds for which this thread had work and another one had the core; 0 where the system does not tell. */
function waitedForCore(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

function startOurs() {
  const options = setting.kind === 'ours' ? setting.options : {};
  return startServer({ demo: true, logLevel: 'silent', pingTimeoutMs: 60_000, ...options });
}

/** Nothing but Socket.IO: a room, and an event that goes to it. */
async function startBare() {
  const http = createServer();
  const io = new Server(http, { serveClient: false, pingTimeout: 60_000 });
  io.on('connection', (socket) => {
    void socket.join('room');
    socket.emit('server:hello', {});
    socket.on('post', (payload: unknown) => io.to('room').emit('message:new', payload));
  });
  http.listen(0, '127.0.0.1');
  await new Promise((resolve) => http.once('listening', resolve));
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, socketCount: () => io.of('/').sockets.size };
}

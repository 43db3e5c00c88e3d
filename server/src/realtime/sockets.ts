import type { Server, Socket } from 'socket.io';
import { z } from 'zod';
import { maximumIdLength } from '../../../src/shared/limits.ts';
import { callerOfToken } from '../auth/authenticate.ts';
import { requireMember } from '../backend/own/access.ts';
import type { Caller, ServerContext } from '../context.ts';
import { HttpError } from '../contract/errors.ts';
import { Bucket, type Limits } from '../limits/limits.ts';
import { dialogRoom, oldClientRooms, sessionRoom, userRoom } from './hub.ts';
import { Typing } from './typing.ts';

/** What this server can do beyond the old contract (P7.1). */
const FEATURES = [
  'idempotency',
  'seq',
  'changes',
  'userRoom',
  'joinAck',
  'watermarks',
  'presence',
  'sessions',
  'roles',
  'rename',
  'phone',
];

type Ack = (answer: { ok: boolean; error?: string }) => void;

const dialogIdSchema = z.string().min(1).max(maximumIdLength);
const authSchema = z.object({
  token: z.string().min(1),
  /** What the client makes use of. One that names none is of the old backend. */
  features: z.array(z.string()).catch([]).default([]),
});
const typingSchema = z.object({ dialogId: dialogIdSchema });
const callers = new WeakMap<Socket, Caller>();

/** Authentication, events and lifetime of the sockets. Returns a function that ends the upkeep. */
export function openSockets(io: Server, context: ServerContext, sweepIntervalMs: number): () => void {
  io.use((socket, next) => {
    const auth = authSchema.safeParse(socket.handshake.auth);
    if (!auth.success) {
      next(new Error('Authentication token required'));
      return;
    }
    callerOfToken(context, auth.data.token).then(
      (caller) => {
        callers.set(socket, caller);
        next();
      },
      (error: unknown) => {
        if (!(error instanceof HttpError))
          context.log.error({ err: error }, 'a socket could not be authenticated');
        next(new Error('Authentication failed'));
      },
    );
  });
  io.on('connection', (socket) => {
    const caller = callers.get(socket);
    if (caller) welcome(socket, caller, context);
    else socket.disconnect(true);
  });
  const upkeep = setInterval(() => sweep(io, context), sweepIntervalMs);
  return () => clearInterval(upkeep);
}

/** Everything here happens in one turn: no event of a new socket can come before its handler, and no room is joined late. */
function welcome(socket: Socket, caller: Caller, context: ServerContext): void {
  const { hub, presence, limits, now, elapsed } = context;
  const { userId, sessionId } = caller;
  const typing = new Typing(context.db, hub, userId, limits.typingPerSecond, elapsed);
  const knowsOurEvents = authSchema.parse(socket.handshake.auth).features.includes('changes');
  void socket.join([
    userRoom(userId),
    sessionRoom(sessionId),
    ...(knowsOurEvents ? [] : oldClientRooms(userId)),
  ]);

  limitEvents(socket, new Bucket(limits.eventsPerSecond, limits.eventBurst, elapsed));
  listen(socket, context, 'dialog:join', dialogIdSchema, (dialogId) =>
    join(socket, caller, dialogId, context),
  );
  listen(socket, context, 'dialog:leave', dialogIdSchema, async (dialogId) => {
    await socket.leave(dialogRoom(dialogId));
  });
  listen(socket, context, 'typing:start', typingSchema, ({ dialogId }) => typing.start(dialogId));
  listen(socket, context, 'typing:stop', typingSchema, ({ dialogId }) => typing.stop(dialogId));
  socket.on('disconnect', () => {
    presence.disconnected(userId, socket.id);
    typing
      .stopAll()
      .catch((error: unknown) => context.log.error({ err: error }, 'typing could not be stopped'));
  });

  socket.emit('server:hello', { features: FEATURES, serverTime: new Date(now()).toISOString() });
  presence.connected({ userId, userName: caller.user.name }, socket.id);
  presence.snapshot([userId], (payload) => socket.emit('presence:snapshot', payload));
  endIfRevokedMeanwhile(socket, context);
}

/** Membership is checked and the room joined between two commits: an eviction comes either before the check or after the join. */
async function join(socket: Socket, caller: Caller, dialogId: string, context: ServerContext): Promise<void> {
  await context.commits.run(
    (trx) => requireMember(trx, dialogId, caller.userId),
    () => {
      if (socket.connected) void socket.join(dialogRoom(dialogId));
    },
  );
}

function listen<T>(
  socket: Socket,
  context: ServerContext,
  event: string,
  schema: z.ZodType<T>,
  handle: (payload: T) => Promise<void>,
): void {
  socket.on(event, (...parts: unknown[]) => {
    const ack = ackOf(parts);
    const parsed = schema.safeParse(parts[0]);
    if (!parsed.success) {
      ack({ ok: false, error: 'Malformed event' });
      return;
    }
    handle(parsed.data).then(
      () => ack({ ok: true }),
      (error: unknown) => {
        if (!(error instanceof HttpError)) context.log.error({ err: error, event }, 'a socket event failed');
        ack({ ok: false, error: error instanceof HttpError ? error.message : 'Internal server error' });
      },
    );
  });
}

/** What is over the cap is dropped before its handler; an acknowledged event is told so. */
function limitEvents(socket: Socket, bucket: Bucket): void {
  socket.use((packet, next) => {
    if (bucket.take()) next();
    else ackOf(packet)({ ok: false, error: 'Too many events' });
  });
}

function ackOf(parts: unknown[]): Ack {
  const last = parts.at(-1);
  return typeof last === 'function' ? (answer) => void last(answer) : () => undefined;
}

/** A session can end between the check of its token and the join of its room. */
function endIfRevokedMeanwhile(socket: Socket, context: ServerContext): void {
  const { token } = authSchema.parse(socket.handshake.auth);
  callerOfToken(context, token).catch((error: unknown) => {
    if (error instanceof HttpError) socket.disconnect(true);
    else context.log.error({ err: error }, 'a socket could not be checked again');
  });
}

/** Ends the sockets whose token has expired and those that do not read what they are sent. */
function sweep(io: Server, context: ServerContext): void {
  const now = context.now();
  for (const socket of io.of('/').sockets.values()) {
    if ((callers.get(socket)?.expiresAt ?? 0) <= now) {
      socket.disconnect(true);
    } else if (isStuck(socket, context.limits)) {
      context.log.warn({ socketId: socket.id }, 'a socket that does not read was disconnected');
      cut(socket);
    }
  }
}

function isStuck(socket: Socket, limits: Limits): boolean {
  const waiting: unknown = Reflect.get(socket.conn, 'writeBuffer');
  if (!Array.isArray(waiting) || waiting.length < 10) return false;
  if (waiting.length > limits.waitingPackets) return true;
  let bytes = 0;
  for (const packet of waiting as { data?: unknown }[]) {
    if (typeof packet.data === 'string') bytes += packet.data.length;
  }
  return bytes > limits.waitingBytes;
}

/** Without a goodbye, which would only wait behind the rest, and without waiting for the other side's. */
function cut(socket: Socket): void {
  const transport: unknown = Reflect.get(socket.conn, 'transport');
  const stream: unknown = isObject(transport) ? Reflect.get(transport, 'socket') : undefined;
  socket.conn.close(true);
  if (isObject(stream) && 'terminate' in stream && typeof stream.terminate === 'function') stream.terminate();
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

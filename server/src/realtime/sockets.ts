import type { Server, Socket } from 'socket.io';
import { z } from 'zod';
import { maximumIdLength } from '../../../src/shared/limits.ts';
import { callerOfToken } from '../auth/authenticate.ts';
import type { Caller, ServerContext } from '../context.ts';
import { forbidden, HttpError, NOT_A_MEMBER } from '../contract/errors.ts';
import { addressOf } from '../http/addresses.ts';
import type { Bucket } from '../limits/bucket.ts';
import { Connections } from '../limits/connections.ts';
import type { Limits } from '../limits/limits.ts';
import { endedAmong } from '../store/sessions.ts';
import { findUser } from '../store/users.ts';
import type { Admission } from './admission.ts';
import { dialogRoom, type Hub, oldClientRooms, sessionRoom, userRoom } from './hub.ts';
import type { Presence } from './presence.ts';
import { Typing } from './typing.ts';

/** What the sockets of this server can do beyond the old contract, whatever the backend is (P7.1). */
const FEATURES = ['userRoom', 'joinAck', 'presence', 'sessions', 'phone'];

type Ack = (answer: { ok: boolean; error?: string }) => void;

const dialogIdSchema = z.string().min(1).max(maximumIdLength);
const authSchema = z.object({
  token: z.string().min(1),
  /** What the client makes use of. One that names none is of the old backend. */
  features: z.array(z.string()).catch([]).default([]),
});
const typingSchema = z.object({ dialogId: dialogIdSchema });
const TYPING_BURST = 10;
/** Even a dropped event has to be read first. */
const MOST_DROPPED = 1_000;

/** Who a socket is of, and what all sockets of that person may do together. */
interface Admitted {
  caller: Caller;
  /** When that was looked for, of the clock that only grows. */
  since: number;
  /** Whether the client is none of the old backend. */
  knowsOurEvents: boolean;
  events: Bucket;
  typing: Bucket;
}
const admitted = new WeakMap<Socket, Admitted>();

export interface SocketContext extends ServerContext {
  hub: Hub;
  presence: Presence;
  admission: Admission;
}

/** Authentication, events and lifetime of the sockets. Returns a function that ends the upkeep. */
export function openSockets(io: Server, context: SocketContext, sweepIntervalMs: number): () => void {
  const { limits, elapsed } = context;
  const connections = new Connections({
    most: limits.socketsPerPerson,
    events: { burst: limits.eventBurst, perSecond: limits.eventsPerSecond },
    typing: { burst: TYPING_BURST, perSecond: limits.typingPerSecond },
    elapsed,
  });
  io.use((socket, next) => {
    const auth = authSchema.safeParse(socket.handshake.auth);
    if (!auth.success) {
      refuseToken(socket, context, 'Authentication token required', next);
      return;
    }
    context.admission.enter('entry', async () => {
      // Whoever went away meanwhile would be counted for ever: their connection closes no second time.
      const isGone = () => socket.conn.readyState !== 'open';
      if (isGone()) return next(new Error('Connection closed'));
      const since = elapsed();
      try {
        const caller = await callerOfToken(context, auth.data.token);
        if (isGone()) return next(new Error('Connection closed'));
        const connection = connections.open(caller.userId);
        if (!connection) {
          context.metrics.refused('sockets');
          return next(new Error('Too many connections'));
        }
        socket.conn.once('close', connection.closed);
        socket.once('disconnect', connection.closed);
        const knowsOurEvents = auth.data.features.includes('changes');
        admitted.set(socket, { caller, since, knowsOurEvents, ...connection });
        next();
      } catch (error) {
        if (error instanceof HttpError) return refuseToken(socket, context, 'Authentication failed', next);
        context.log.error({ err: error }, 'a socket could not be authenticated');
        next(new Error('Authentication failed'));
      }
    });
  });
  io.on('connection', (socket) => {
    const person = admitted.get(socket);
    // It can have ended between the check of its token and the join of its room.
    if (person && !context.hub.wasEnded(person.caller, person.since)) welcome(socket, person, context);
    else socket.disconnect(true);
  });
  let isAsking = false;
  const upkeep = setInterval(() => {
    sweep(io, context);
    if (isAsking) return;
    isAsking = true;
    sweepEnded(io, context)
      .catch((error: unknown) => context.log.error({ err: error }, 'sessions could not be looked through'))
      .finally(() => {
        isAsking = false;
      });
  }, sweepIntervalMs);
  return () => clearInterval(upkeep);
}

/** Counts by address as a request without a good token does (P7.21); where there were too many, the connection goes as well. */
function refuseToken(socket: Socket, context: SocketContext, words: string, next: (error: Error) => void) {
  try {
    context.addresses.take(addressOf(socket.request, context.trusts));
    next(new Error(words));
  } catch (error) {
    next(error instanceof HttpError ? error : new Error(words));
    // After the refusal, or it would never be heard.
    setImmediate(() => socket.conn.close());
  }
}

/** Everything here happens in one turn: no event of a new socket can come before its handler, and no room is joined late. */
function welcome(socket: Socket, person: Admitted, context: SocketContext): void {
  const { db, backend, relay, presence, metrics, now } = context;
  const { caller, knowsOurEvents } = person;
  const { userId, sessionId } = caller;
  const typing = new Typing({
    backend,
    tell: (event) => relay.tellNow(event),
    userId,
    nameOf: async () => (await findUser(db, userId))?.name ?? '',
    bucket: person.typing,
    refused: () => metrics.refused('typing'),
  });
  const somebody = { userId, userName: caller.user.name };
  void socket.join([
    userRoom(userId),
    sessionRoom(sessionId),
    ...(knowsOurEvents ? [] : oldClientRooms(userId)),
  ]);

  limitEvents(socket, person.events, () => context.metrics.refused('events'));
  listen(socket, context, 'dialog:join', dialogIdSchema, (dialogId) =>
    join(socket, caller, dialogId, context),
  );
  listen(socket, context, 'dialog:leave', dialogIdSchema, async (dialogId) => {
    await socket.leave(dialogRoom(dialogId));
  });
  listen(socket, context, 'typing:start', typingSchema, ({ dialogId }) => typing.start(dialogId));
  listen(socket, context, 'typing:stop', typingSchema, ({ dialogId }) => typing.stop(dialogId));
  socket.on('disconnect', () => {
    presence.disconnected(somebody, socket.id);
    typing
      .stopAll()
      .catch((error: unknown) => context.log.error({ err: error }, 'typing could not be stopped'));
  });

  const features = [...backend.features, ...FEATURES];
  const serverTime = new Date(now()).toISOString();
  socket.emit('server:hello', { features, limits: backend.limits, serverTime });
  presence.connected(somebody, socket.id);
}

/** An eviction comes before the check, after the join, or between: then it is remembered, and refuses. */
async function join(socket: Socket, caller: Caller, dialogId: string, context: SocketContext): Promise<void> {
  const began = context.elapsed();
  await context.backend.requireMember(caller.userId, dialogId);
  if (context.hub.wasEvicted(dialogId, caller.userId, began)) throw forbidden(NOT_A_MEMBER);
  if (socket.connected) await socket.join(dialogRoom(dialogId));
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

/** What is over the cap is dropped before its handler; an acknowledged event is told so. Whoever never minds is let go. */
function limitEvents(socket: Socket, bucket: Bucket, refused: () => void): void {
  let dropped = 0;
  socket.use((packet, next) => {
    if (bucket.take()) {
      next();
      return;
    }
    refused();
    dropped += 1;
    if (dropped > MOST_DROPPED) {
      socket.disconnect(true);
      return;
    }
    ackOf(packet)({ ok: false, error: 'Too many events' });
  });
}

function ackOf(parts: unknown[]): Ack {
  const last = parts.at(-1);
  return typeof last === 'function' ? (answer) => void last(answer) : () => undefined;
}

/** Ends the sockets whose token has expired, and those that do not read what they are sent. */
function sweep(io: Server, context: SocketContext): void {
  const now = context.now();
  for (const socket of io.of('/').sockets.values()) {
    if ((admitted.get(socket)?.caller.expiresAt ?? 0) <= now) {
      socket.disconnect(true);
    } else if (isStuck(socket, context.limits)) {
      context.metrics.refused('stuck_socket');
      context.log.warn({ socketId: socket.id }, 'a socket that does not read was disconnected');
      cut(socket);
    }
  }
}

/** Ends the sockets whose session was ended, by whomever and wherever (P7.28). */
async function sweepEnded(io: Server, context: SocketContext): Promise<void> {
  const sockets = [...io.of('/').sockets.values()];
  const sessionOf = (socket: Socket) => admitted.get(socket)?.caller.sessionId ?? '';
  const ended = await endedAmong(context.db, [...new Set(sockets.map(sessionOf))]);
  for (const socket of sockets) if (ended.has(sessionOf(socket))) socket.disconnect(true);
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

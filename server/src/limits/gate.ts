import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf } from '../auth/authenticate.ts';
import type { ServerContext } from '../context.ts';
import { tooManyRequests } from '../contract/errors.ts';
import type { Refusal } from '../operations/metrics.ts';
import { addressKey, type Budget, openBudget } from './budgets.ts';
import type { WorkKind } from './limits.ts';
import { Turns } from './turns.ts';
import { pointsOf, workOf } from './work.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What was read for the answer, where that may be more than the answer. */
    bytesRead: number;
  }
}

/** An answer of this many bytes costs a point more. */
const BYTES_A_POINT = 32 * 1024;
const FILE_BYTES_A_POINT = 256 * 1024;

/** Requests of people who are signed in: many people share one address, and one person must not use up its share. */
export function limitPeople(
  api: FastifyInstance,
  context: Pick<ServerContext, 'limits' | 'elapsed' | 'shared'> & {
    metrics: Pick<ServerContext['metrics'], 'refused'>;
    backend: Pick<ServerContext['backend'], 'audience'>;
  },
): void {
  const { limits } = context;
  const gateOf = (kind: WorkKind) => ({
    budget: openBudget(limits.work[kind], context.elapsed, context.shared(kind)),
    turns: new Turns({
      atOnce: limits.atOnce[kind],
      waiting: limits.waitingRequests,
      patienceMs: limits.waitingMs,
    }),
  });
  const gates = {
    reading: gateOf('reading'),
    writing: gateOf('writing'),
    changes: gateOf('changes'),
    search: gateOf('search'),
    files: gateOf('files'),
  };
  api.decorateRequest('bytesRead', 0);
  const leaving = new WeakMap<FastifyRequest, () => void>();

  const refuse = async (kind: Refusal, seconds: number): Promise<never> => {
    context.metrics.refused(kind);
    await delay(limits.refusalMs);
    throw tooManyRequests(seconds - limits.refusalMs / 1_000);
  };

  api.addHook('preHandler', async (request, reply) => {
    const { userId } = callerOf(request);
    const { kind, points, place } = workOf(request);
    const { budget, turns } = gates[kind];
    const take = async (price: number) => {
      const seconds = budget.take(userId, price);
      if (seconds > 0) await refuse('rate', seconds);
    };
    await take(points);
    // Only then: nobody has the storage asked for nothing.
    if (place) await take(pointsOf(await context.backend.audience(place)));
    const leave = await turns.enter(userId);
    if (!leave) return refuse('in_flight', 1);
    leaving.set(request, leave);
    // Whoever went away meanwhile is not worked for.
    if (reply.raw.closed) throw tooManyRequests(1);
  });
  // A turn ends when the work is done and the answer was taken, or nobody is there to take it.
  api.addHook('onSend', async (request, reply, payload) => {
    const leave = leaving.get(request);
    if (!leave) return;
    if (reply.raw.closed) leave();
    else reply.raw.once('close', leave);
    const { userId } = callerOf(request);
    if (typeof payload === 'string') {
      const bytes = Math.max(Buffer.byteLength(payload), request.bytesRead);
      gates.reading.budget.charge(userId, Math.floor(bytes / BYTES_A_POINT));
    } else {
      const bytes = Number(reply.getHeader('content-length') ?? 0);
      gates.files.budget.charge(userId, Math.floor(bytes / FILE_BYTES_A_POINT));
    }
  });
}

/** Requests and handshakes of whoever is not signed in. */
export class Addresses {
  readonly #budget: Budget;
  readonly #metrics: ServerContext['metrics'];

  constructor({
    limits,
    elapsed,
    metrics,
    shared,
  }: Pick<ServerContext, 'limits' | 'elapsed' | 'metrics' | 'shared'>) {
    this.#budget = openBudget(limits.addressWork, elapsed, shared('address'));
    this.#metrics = metrics;
  }

  /** Counts one. Throws 429. */
  take(ip: string): void {
    const seconds = this.#budget.take(addressKey(ip), 1);
    if (seconds === 0) return;
    this.#metrics.refused('rate');
    throw tooManyRequests(seconds);
  }
}

/** What of a file is to be read within the time of an answer: slower ones hold it open for nobody. */
const SLOWEST_BYTES = 64 * 1024;

/** An answer that nobody reads would wait in memory for as long as its connection lives. A file may take its time. */
export function cutUnread(app: FastifyInstance, answerMs: number, onCut: () => void): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const { socket } = request.raw;
    const isFile = payload instanceof Readable;
    let written = socket.bytesWritten;
    const late = setInterval(() => {
      if (isFile && socket.bytesWritten - written >= SLOWEST_BYTES) {
        written = socket.bytesWritten;
        return;
      }
      onCut();
      socket.destroy();
      clearInterval(late);
    }, answerMs);
    reply.raw.once('close', () => clearInterval(late));
    if (reply.raw.closed) clearInterval(late);
  });
}

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ServerContext } from '../../context.ts';
import { Readiness } from '../../operations/readiness.ts';
import { described } from '../operation.ts';

const state = z.object({ status: z.string(), timestamp: z.iso.datetime() });
// Monitors ask with HEAD as well.
const exposeHeadRoute = true;

/** For whoever watches the server; outside `/api`. */
export function healthRoutes(app: FastifyInstance, { now, demo, commits, backend }: ServerContext): void {
  const health = described({
    summary: 'The process answers',
    answer: state.extend({ environment: z.string() }),
    isOpen: true,
  });
  app.get('/health', { exposeHeadRoute, ...health }, async () => ({
    status: 'ok',
    timestamp: new Date(now()).toISOString(),
    environment: demo ? 'demo' : 'production',
  }));

  const readiness = new Readiness(commits, now);
  const ready = described({ summary: 'A write has reached the disk', answer: state, isOpen: true });
  app.get('/ready', { exposeHeadRoute, ...ready }, async () => {
    await readiness.check();
    await backend.ready();
    return { status: 'ready', timestamp: new Date(now()).toISOString() };
  });
}

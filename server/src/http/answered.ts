import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';

/** Counts every answer, and writes it and its request to the log at the level `debug`. */
export function noteAnswers(app: FastifyInstance, { metrics }: Pick<ServerContext, 'metrics'>): void {
  app.addHook('onRequest', async (request) => {
    request.log.debug(
      { method: request.method, route: request.routeOptions.url, ...idsOf(request) },
      'asked',
    );
  });
  app.addHook('onResponse', async (request, reply) => {
    const answer = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      seconds: Math.round(reply.elapsedTime) / 1_000,
    };
    metrics.answered(answer);
    const { method, route, status: statusCode, seconds } = answer;
    request.log.debug({ method, route, statusCode, seconds, ...idsOf(request) }, 'answered');
  });
}

/** Ids only: never a body, a header, a reaction, or the query, which may hold what somebody searched for. */
function idsOf(request: FastifyRequest): Record<string, unknown> {
  const { dialogId, messageId, fileId } = (request.params ?? {}) as Record<string, unknown>;
  return { userId: request.caller?.userId, dialogId, messageId, fileId };
}

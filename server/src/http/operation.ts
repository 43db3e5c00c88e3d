import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

/** What one route takes and answers. */
export interface Operation {
  /** A sentence, without its full stop. */
  summary: string;
  body?: z.ZodType;
  query?: Record<string, z.ZodType>;
  /** Of a success, by status where it is not 200 alone; null where it is no JSON. */
  answer: z.ZodObject | null;
  status?: number[];
  /** Nobody has to be signed in. */
  isOpen?: true;
}

export interface DescribedRoute {
  method: string;
  /** With parameters as `:name`. */
  url: string;
  operation: Operation;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: Operation;
  }
}

/** The options of a route that say what it does: its body and its query are read by nothing else (`parse.ts`). */
export const described = (operation: Operation) => ({ config: { operation } });

export const success = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ success: z.literal(true), ...shape });

/** A sentence for whoever reads along. */
export const done = success({ message: z.string() });

/** What is added to the app from now on. */
export function routesOf(app: FastifyInstance): DescribedRoute[] {
  const routes: DescribedRoute[] = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    // Made for every GET of a monitor, and for pages of other origins.
    if (method === 'HEAD' || method === 'OPTIONS') return;
    if (config?.operation === undefined) throw new Error(`${String(method)} ${url} is not described`);
    routes.push({ method: String(method), url, operation: config.operation });
  });
  return routes;
}

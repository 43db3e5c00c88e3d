import type { FastifyRequest } from 'fastify';
import type { WorkKind } from './limits.ts';

/** What a request costs: reading 1, and more by how many people are told of it. */
export interface Work {
  kind: WorkKind;
  points: number;
}

const MEMBERS_A_POINT = 50;
const ROWS_A_POINT = 50;

type Weigh = (request: FastifyRequest) => Work;

const always =
  (kind: WorkKind, points: number): Weigh =>
  () => ({ kind, points });

/** By verb and route; what is not named here is read or told to few. */
const WORK: Record<string, Weigh> = {
  'POST /api/dialogs': (request) => ({
    kind: 'changes',
    points: 20 + listLength(request.body, 'memberIds') / MEMBERS_A_POINT,
  }),
  'PATCH /api/dialogs/:dialogId': always('changes', 10),
  'DELETE /api/dialogs/:dialogId': always('changes', 10),
  'POST /api/dialogs/:dialogId/members': always('changes', 5),
  'PATCH /api/dialogs/:dialogId/members/:userId': always('changes', 5),
  'DELETE /api/dialogs/:dialogId/members/:userId': always('changes', 5),
  // Told to everybody who shares a chat with this person.
  'PATCH /api/users/me': always('changes', 20),
  'GET /api/users': (request) => ({
    kind: 'search',
    points: 5 + Math.min(numberIn(request.query, 'limit'), 1_000) / ROWS_A_POINT,
  }),
};

const TOLD_TO_MEMBERS: Work = { kind: 'ordinary', points: 2 };
const READ: Work = { kind: 'ordinary', points: 1 };

export function workOf(request: FastifyRequest): Work {
  const weigh = WORK[`${request.method} ${request.routeOptions.url ?? ''}`];
  if (weigh) return weigh(request);
  return request.method === 'GET' ? READ : TOLD_TO_MEMBERS;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function listLength(value: unknown, name: string): number {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? list.length : 0;
}

function numberIn(value: unknown, name: string): number {
  const number = Number(fieldOf(value, name));
  return number > 0 ? number : 0;
}

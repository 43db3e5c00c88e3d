import type { FastifyRequest } from 'fastify';
import type { ChatBackend } from '../backend/port.ts';
import type { WorkKind } from './limits.ts';

/** What a request costs; 1 point is a page that is read or a message to few. */
export interface Work {
  kind: WorkKind;
  points: number;
}

const PEOPLE_A_POINT = 50;
const ROWS_A_POINT = 50;

/** By verb and route, before what is added for the people who are told. What is not named is reading or writing. */
const CHANGES: Record<string, number> = {
  'POST /api/dialogs': 20,
  'PATCH /api/dialogs/:dialogId': 5,
  'DELETE /api/dialogs/:dialogId': 5,
  'POST /api/dialogs/:dialogId/members': 3,
  'PATCH /api/dialogs/:dialogId/members/:userId': 3,
  'DELETE /api/dialogs/:dialogId/members/:userId': 3,
  // Told to everybody who shares a chat with this person.
  'PATCH /api/users/me': 20,
};

export async function workOf(backend: Pick<ChatBackend, 'audience'>, request: FastifyRequest): Promise<Work> {
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  if (route === 'GET /api/users') {
    return { kind: 'search', points: 5 + Math.min(numberIn(request.query, 'limit'), 1_000) / ROWS_A_POINT };
  }
  if (request.method === 'GET') return { kind: 'reading', points: 1 };
  const change = CHANGES[route];
  const told = listLength(request.body, 'memberIds') + (await backend.audience(placeOf(request)));
  return {
    kind: change === undefined ? 'writing' : 'changes',
    points: (change ?? 1) + told / PEOPLE_A_POINT,
  };
}

function placeOf({ params }: FastifyRequest): { dialogId?: string; messageId?: string } {
  const [dialogId, messageId] = [fieldOf(params, 'dialogId'), fieldOf(params, 'messageId')];
  if (typeof dialogId === 'string') return { dialogId };
  return typeof messageId === 'string' ? { messageId } : {};
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

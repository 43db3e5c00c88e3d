import type { FastifyRequest } from 'fastify';
import type { ChatBackend } from '../backend/port.ts';
import type { WorkKind } from './limits.ts';

/** What a request costs; 1 point is a page that is read or a message to few. */
interface Work {
  kind: WorkKind;
  /** As far as the request itself tells. */
  points: number;
  /** Where it happens: those who are told there cost more, which only the storage knows. */
  place: Place | undefined;
}

type Place = Parameters<ChatBackend['audience']>[0];

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

/** Many of them become one, and large groups are not told of them. */
const MARKS = new Set([
  'POST /api/dialogs/:dialogId/delivered',
  'POST /api/dialogs/:dialogId/read',
  'POST /api/messages/:messageId/status/:status',
]);

export function workOf(request: FastifyRequest): Work {
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  if (route === 'GET /api/users') {
    const rows = Math.min(numberIn(request.query, 'limit'), 1_000);
    return { kind: 'search', points: 5 + rows / ROWS_A_POINT, place: undefined };
  }
  if (isOfFiles(route)) return { kind: 'files', points: 1, place: undefined };
  if (request.method === 'GET') return { kind: 'reading', points: 1, place: undefined };
  const change = CHANGES[route];
  return {
    kind: change === undefined ? 'writing' : 'changes',
    points: (change ?? 1) + pointsOf(listLength(request.body, 'memberIds')),
    place: MARKS.has(route) ? undefined : placeOf(request),
  };
}

/** Bytes come and go for a while: whoever reads and writes besides does not wait for them. */
const isOfFiles = (route: string) => / \/api\/files(\/|$)/.test(route);

/** What it costs to tell so many people. */
export const pointsOf = (people: number): number => people / PEOPLE_A_POINT;

function placeOf({ params }: FastifyRequest): Place | undefined {
  const [dialogId, messageId] = [fieldOf(params, 'dialogId'), fieldOf(params, 'messageId')];
  if (typeof dialogId === 'string') return { dialogId };
  return typeof messageId === 'string' ? { messageId } : undefined;
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

/** A request as a report names it: its route without ids, and what its end tells. */
import type { RequestHappening } from '../../../shared/happenings.ts';
import type { HttpRequest, HttpResponse } from '../ports.ts';
import { isRouteMissing, refused } from '../rest/rest.ts';

/** The fixed parts of the routes; anything else in a path is an id. */
const words = new Set(
  (
    'auth request-code verify-code me logout refresh sessions users phone dialogs dialog messages members ' +
    'changes reactions read delivered status unread typing'
  ).split(' '),
);

export const noEnd = { status: null, failure: null, refusal: null, hiddenStatus: null } as const;

/** As it leaves: nothing is known of its end. */
export function describeRequest(server: string, { method, url, body }: HttpRequest): RequestHappening {
  const path = new URL(url.slice(server.length), 'http://server').pathname.replace(/^\/api/, '');
  const parts = path.split('/').slice(1);
  const route = parts.map((part) => (words.has(part) ? part : ':id')).join('/');
  const place = parts.findIndex((part) => part === 'dialogs' || part === 'dialog');
  const dialog = place === -1 ? undefined : parts[place + 1];
  return {
    kind: 'request',
    route: `${method} /${route}`,
    dialog: dialog === undefined ? null : decodeURIComponent(dialog),
    message: method === 'POST' && body !== undefined ? sentMessage(body) : null,
    tookMs: null,
    ...noEnd,
  };
}

export function describeAnswer(response: HttpResponse): Pick<RequestHappening, keyof typeof noEnd> {
  const { status } = response;
  if (status >= 200 && status < 300) return { ...noEnd, status };
  const error = refused(response);
  const refusal =
    error.serverCode === 'account_disabled'
      ? 'accountDisabled'
      : error.sentence === 'Invalid token'
        ? 'tokenInvalid'
        : error.sentence === 'User not found'
          ? 'userUnknown'
          : isRouteMissing(error)
            ? 'routeMissing'
            : null;
  return { ...noEnd, status, refusal, hiddenStatus: error.upstreamStatus };
}

/** Its sender's name for it; null where it is no message. */
function sentMessage(body: string): string | null {
  const { meta } = JSON.parse(body) as { meta?: { clientMessageId?: string } };
  return meta?.clientMessageId ?? null;
}

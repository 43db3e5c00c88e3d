import { HttpError } from '../../contract/errors.ts';

/**
 * What Chat3 may have done with a request that failed: `nothing`; `something` by now, if anything at all; or `anything`, even a
 * while later.
 */
export type Doubt = 'nothing' | 'something' | 'anything';

/** A call of Chat3 failed; the status, code and sentence are what the client is told (P9.5). */
export class Chat3Error extends HttpError {
  readonly doubt: Doubt;

  constructor(
    status: number,
    code: string,
    sentence: string,
    options: { doubt?: Doubt; retryAfter?: number } = {},
  ) {
    super(status, sentence, options.retryAfter, code);
    this.name = 'Chat3Error';
    this.doubt = options.doubt ?? 'nothing';
  }
}

/** Nobody answers there, or what is asked of it already is too much. */
export const unreachable = () =>
  new Chat3Error(503, 'chat3_unavailable', 'The message store cannot be reached. Try again later', {
    retryAfter: 2,
  });
const late = () =>
  new Chat3Error(504, 'chat3_late', 'The message store did not answer in time. Try again later', {
    doubt: 'anything',
    retryAfter: 5,
  });
export const broken = (doubt: Doubt) =>
  new Chat3Error(502, 'chat3_failed', 'The message store failed. Try again later', { doubt, retryAfter: 2 });

/** Whether the failure says that Chat3 is not well, rather than that the request was not good. */
export const isTrouble = (error: unknown) =>
  error instanceof Chat3Error &&
  ['chat3_unavailable', 'chat3_late', 'chat3_failed'].includes(error.code ?? '');

/** Statuses of a proxy that got no answer: what stands behind it may still be at work. */
const OF_PROXIES = new Set([502, 503, 504]);

/** An answer of Chat3 that is no success. `sentence`: its own words, if it has any. */
export function failureOf(status: number, sentence: string | null): Chat3Error {
  if (status >= 500) return broken(OF_PROXIES.has(status) ? 'anything' : 'something');
  switch (status) {
    case 401:
    case 403:
      // Never a 401 of ours, which would sign people out.
      return new Chat3Error(502, 'chat3_denied', 'The server is not let in by the message store');
    case 404:
      return new Chat3Error(404, 'chat3_unknown', 'Not found');
    case 408:
      return late();
    case 409:
      return new Chat3Error(409, 'chat3_conflict', 'The message store has it otherwise already');
    case 429:
      return unreachable();
    default:
      return new Chat3Error(
        400,
        'chat3_refused',
        `The message store refused it${sentence === null ? '' : `: ${sentence.slice(0, 200)}`}`,
      );
  }
}

const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What `fetch` threw. */
export function failureOfFetch(error: unknown): Chat3Error {
  if (error instanceof Error && error.name === 'TimeoutError') return late();
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return NEVER_LEFT.has(code) ? unreachable() : broken('anything');
}

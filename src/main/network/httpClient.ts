/** The one body of both HTTP adapters: limits, time-outs and the naming of failures. */
import {
  type Clock,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  TransportError,
} from '../chat/ports.ts';
import { systemClock } from '../clock.ts';
import { mayConnect } from './serverAddress.ts';
import { transportError } from './transportFailure.ts';

export interface FetchOptions {
  method: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  credentials: 'omit';
  redirect: 'error';
  cache: 'no-store';
  signal: AbortSignal;
}

export type Fetch = (url: string, options: FetchOptions) => Promise<Response>;

const largestResponseBytes = 5 * 1024 * 1024;
const longestRetryAfterMs = 24 * 60 * 60 * 1000;

/**
 * Answers with any status; rejects with TransportError only. An insecure address, a redirect and an answer of more than
 * 5 MB are `aborted`.
 */
export function createHttpClient(
  fetch: Fetch,
  allowInsecureHosts: readonly string[] = [],
  { schedule }: Pick<Clock, 'schedule'> = systemClock,
): HttpClient {
  return async (request) => {
    if (!mayConnect(request.url, allowInsecureHosts)) {
      throw new TransportError('aborted', new Error('Insecure address'), 'addressInsecure');
    }
    const abort = new AbortController();
    let expired = false;
    const cancelLimit = schedule(request.timeoutMs, () => {
      expired = true;
      abort.abort();
    });
    try {
      return await perform(fetch, request, abort.signal);
    } catch (error) {
      // Frees the connection of an answer that was refused halfway.
      abort.abort();
      if (error instanceof TransportError) throw error;
      throw expired ? new TransportError('timeout', error) : transportError(error);
    } finally {
      cancelLimit();
    }
  };
}

async function perform(fetch: Fetch, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
    signal,
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  // Chromium answers a proxy's own refusal like the server's.
  if (response.status === 407) {
    throw new TransportError('proxy', new Error('Proxy asks for a password'), 'proxyLogin');
  }
  return {
    status: response.status,
    body: parseJson(await readText(response)),
    ...(/^text\/html\b/i.test(response.headers.get('content-type') ?? '') ? { isPage: true } : {}),
    retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), Date.now()),
  };
}

async function readText(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > largestResponseBytes) throw new TransportError('aborted', new Error('Answer too large'));
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** RFC 9110 §10.2.3: seconds or a date. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const delay = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(delay) ? null : Math.min(Math.max(delay, 0), longestRetryAfterMs);
}

/** Requests that carry files: what httpClient.ts is for JSON, with bodies of bytes and answers that are read as they come. */
import { type Clock, TransportError } from '../chat/ports.ts';
import { systemClock } from '../clock.ts';
import type { Fetch } from './httpClient.ts';
import { mayConnect } from './serverAddress.ts';
import { transportError } from './transportFailure.ts';

export interface FileRequestOptions {
  method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';
  headers: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
  signal?: AbortSignal;
}

/** Any answer, whatever its status; rejects with TransportError only. */
export type FileRequest = (url: string, options: FileRequestOptions) => Promise<Response>;

/** For the head of an answer, with all that is sent before it: a piece of a file, on a slow link. */
const answerTimeoutMs = 120_000;

export function createFileRequest(
  fetch: Fetch,
  allowInsecureHosts: readonly string[] = [],
  { schedule }: Pick<Clock, 'schedule'> = systemClock,
): FileRequest {
  return async (url, { method, headers, body, signal }) => {
    if (!mayConnect(url, allowInsecureHosts)) {
      throw new TransportError('aborted', new Error('Insecure address'), 'addressInsecure');
    }
    const expiry = new AbortController();
    const cancelExpiry = schedule(answerTimeoutMs, () => expiry.abort());
    try {
      const response = await fetch(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        credentials: 'omit',
        redirect: 'error',
        cache: 'no-store',
        signal: AbortSignal.any([expiry.signal, ...(signal ? [signal] : [])]),
      });
      if (response.status === 407)
        throw new TransportError('proxy', new Error('Proxy asks for a password'), 'proxyLogin');
      return response;
    } catch (error) {
      throw expiry.signal.aborted ? new TransportError('timeout', error) : transportError(error);
    } finally {
      cancelExpiry();
    }
  };
}

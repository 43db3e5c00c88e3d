/** Socket.IO's transports on Chromium's network stack: the proxy and the certificates of the system, as for REST. */
import { Fetch as FetchTransport, WebSocket as WebSocketTransport } from 'socket.io-client';
import type { Fetch } from './httpClient.ts';

/** The server answers at the latest with its ping, every 25 s. */
const longestPollMs = 60_000;

/** Polling by the fetch that REST uses. */
export function pollingBy(fetch: Fetch) {
  return class ChromiumPolling extends FetchTransport {
    override doPoll(): void {
      this.#request('GET').then(
        (text) => this.onData(text),
        (error: unknown) => this.onError('poll error', error),
      );
    }

    override doWrite(data: string, done: () => void): void {
      this.#request('POST', data).then(
        () => done(),
        (error: unknown) => this.onError('poll error', error),
      );
    }

    async #request(method: 'GET' | 'POST', body?: string): Promise<string> {
      const response = await fetch(this.uri(), {
        method,
        headers: body === undefined ? {} : { 'content-type': 'text/plain;charset=UTF-8' },
        ...(body === undefined ? {} : { body }),
        credentials: 'omit',
        redirect: 'error',
        cache: 'no-store',
        signal: AbortSignal.timeout(longestPollMs),
      });
      if (!response.ok) throw new Error(`Answer ${response.status}`);
      return response.text();
    }
  };
}

/** The WHATWG interface, as far as the transport needs it. */
interface WebSocketLike {
  binaryType: string;
  send(data: unknown): void;
  close(): void;
}

/** WebSocket by Electron's `net.WebSocket`, or anything else that speaks as the one in browsers does. */
export function webSocketBy(open: (url: string) => WebSocketLike) {
  return class ChromiumWebSocket extends WebSocketTransport {
    override createSocket(url: string): WebSocketLike {
      return open(url);
    }
  };
}

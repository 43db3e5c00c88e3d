/** Socket.IO's transports on Chromium's network stack: the proxy and the certificates of the system, as for REST. */
import { Fetch as FetchTransport, WebSocket as WebSocketTransport } from 'socket.io-client';
import type { Fetch } from './httpClient.ts';

/** The server answers at the latest with its ping, every 25 s. */
const longestPollMs = 60_000;
/** The goodbye is a courtesy. */
const longestGoodbyeMs = 5_000;

/** Polling by the fetch that REST uses. */
export function pollingBy(fetch: Fetch) {
  return class ChromiumPolling extends FetchTransport {
    readonly #abandon = new AbortController();

    override doPoll(): void {
      this.#request('GET').then(
        (text) => this.onData(text),
        (error: unknown) => this.#fail(error),
      );
    }

    override doWrite(data: string, done: () => void): void {
      this.#request('POST', data).then(
        () => done(),
        (error: unknown) => this.#fail(error),
      );
    }

    /** Requests nobody waits for any more would hold the few connections that Chromium makes to one host. */
    override doClose(): void {
      this.#abandon.abort();
      super.doClose();
    }

    #fail(error: unknown): void {
      if (!this.#abandon.signal.aborted) this.onError('poll error', error);
    }

    #signal(): AbortSignal {
      return this.#abandon.signal.aborted
        ? AbortSignal.timeout(longestGoodbyeMs)
        : AbortSignal.any([this.#abandon.signal, AbortSignal.timeout(longestPollMs)]);
    }

    async #request(method: 'GET' | 'POST', body?: string): Promise<string> {
      const response = await fetch(this.uri(), {
        method,
        headers: body === undefined ? {} : { 'content-type': 'text/plain;charset=UTF-8' },
        ...(body === undefined ? {} : { body }),
        credentials: 'omit',
        redirect: 'error',
        cache: 'no-store',
        signal: this.#signal(),
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

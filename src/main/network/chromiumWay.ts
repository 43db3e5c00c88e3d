/** The way of a check: Chromium's, as the app's own requests go, and by connections that nothing else uses (S24.2). */
import type { Session } from 'electron';
import { TransportError } from '../chat/ports.ts';
import type { Way } from './examination.ts';
import { createHttpClient, type Fetch } from './httpClient.ts';
import { parseProxyList } from './proxyAgent.ts';
import { transportError } from './transportFailure.ts';

const reachTimeoutMs = 10_000;

export interface ChromiumWayOptions {
  session: Pick<
    Session,
    'closeAllConnections' | 'clearHostResolverCache' | 'fetch' | 'resolveHost' | 'resolveProxy'
  >;
  allowInsecureHosts: readonly string[];
  /** Before each request. */
  expect(url: string): void;
  /** The certificate that was met last at this host. */
  certificateOf(host: string): { issuerName: string; validExpiry: number } | undefined;
}

export function createChromiumWay(options: ChromiumWayOptions): Way {
  const { session, expect, certificateOf } = options;
  const fetch: Fetch = (url, request) => {
    expect(url);
    return session.fetch(url, request);
  };
  const http = createHttpClient(fetch, options.allowInsecureHosts);

  return {
    http,
    async resolve(host) {
      await session.clearHostResolverCache();
      const { endpoints } = await session.resolveHost(host).catch((error: unknown) => {
        const { cause, code } = transportError(error);
        throw new TransportError('dns', cause, code);
      });
      return endpoints.map(({ address }) => address);
    },
    async proxyOf(address) {
      const [first = null] = parseProxyList(await session.resolveProxy(address));
      return first === null ? null : new URL(first).host;
    },
    async reach(address) {
      // One that is still open would hide that no other can be opened.
      await session.closeAllConnections();
      const request = { method: 'GET', url: `${address}/health`, headers: {} } as const;
      await http({ ...request, timeoutMs: reachTimeoutMs }).catch((error: unknown) => {
        const { failure, code } = transportError(error);
        // Some answer came.
        if (failure !== 'aborted' || code === 'addressInsecure') throw error;
      });
      const { hostname, protocol } = new URL(address);
      if (protocol !== 'https:') return null;
      const certificate = certificateOf(hostname);
      return {
        issuer: certificate?.issuerName ?? null,
        until: certificate === undefined ? null : certificate.validExpiry * 1_000,
      };
    },
  };
}

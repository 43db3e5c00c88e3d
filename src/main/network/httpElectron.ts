import { type Session, session } from 'electron';
import type { HttpClient } from '../chat/ports.ts';
import { createHttpClient } from './httpClient.ts';

/**
 * The session that talks to the server: the system's proxy and certificates, but in memory and without a cache, so that
 * no answer is left on disk. Call after `ready`.
 */
export function openNetworkSession(): Session {
  return session.fromPartition('network', { cache: false });
}

/** Chromium's network stack. */
export function createElectronHttpClient(network: Pick<Session, 'fetch'>): HttpClient {
  return createHttpClient((url, options) => network.fetch(url, options));
}

import type { HttpClient } from '../chat/ports.ts';
import { createHttpClient } from './httpClient.ts';

/** For tests and tools: Node's own fetch, which knows neither the system's proxy nor its certificates. */
export function createNodeHttpClient(): HttpClient {
  return createHttpClient((url, options) => fetch(url, options));
}

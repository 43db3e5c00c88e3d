import type { Clock, HttpClient } from '../chat/ports.ts';
import { systemClock } from '../clock.ts';
import { createHttpClient } from './httpClient.ts';

/** For tests and tools: Node's own fetch, which knows neither the system's proxy nor its certificates. */
export function createNodeHttpClient(clock: Pick<Clock, 'schedule'> = systemClock): HttpClient {
  return createHttpClient((url, options) => fetch(url, options), [], clock);
}

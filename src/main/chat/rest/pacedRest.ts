/** The API client of an account, at the pace that its server can keep. */

import type { Bus } from '../facts.ts';
import type { Focus } from '../focus.ts';
import type { Clock, HttpClient, Random } from '../ports.ts';
import { createPace } from './pace.ts';
import { createRestClient, isTooSlow } from './rest.ts';

export function createPacedRest(options: {
  bus: Bus;
  http: HttpClient;
  server: string;
  token(): string;
  focus: Focus;
  jobs: { isUnsettled(dialogId: string): boolean };
  clock: Clock;
  random: Random;
}) {
  const { bus, focus, jobs } = options;
  const pace = createPace({ ...options, isTooSlow });
  const rest = createRestClient({
    ...options,
    pace,
    isUrgent: (dialogId) => focus.isOn(dialogId) || jobs.isUnsettled(dialogId),
    onAnswered: () => bus.tell('answered'),
  });
  return { pace, rest };
}

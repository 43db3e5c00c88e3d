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
  sends: { isUnsettled(dialogId: string): boolean };
  clock: Clock;
  random: Random;
}) {
  const { bus, focus, sends } = options;
  const pace = createPace({ ...options, isTooSlow });
  const rest = createRestClient({
    ...options,
    pace,
    isUrgent: (dialogId) => focus.isOn(dialogId) || sends.isUnsettled(dialogId),
    onAnswered: () => bus.tell('answered'),
  });
  return { pace, rest };
}

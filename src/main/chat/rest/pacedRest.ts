/** The API client of an account, at the pace that its server can keep. */

import type { Clock, Random } from '../ports.ts';
import { createPace } from './pace.ts';
import { createRestClient, isTooSlow } from './rest.ts';

export function createPacedRest(
  options: Omit<Parameters<typeof createRestClient>[0], 'pace'> & { clock: Clock; random: Random },
) {
  const pace = createPace({ ...options, isTooSlow });
  return { pace, rest: createRestClient({ ...options, pace }) };
}

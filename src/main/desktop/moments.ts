/** Notices by looking, for systems that do not tell: another network, and time that jumped because the machine slept. */

import { clockJumped } from '../../shared/clockJump.ts';

export type Moment = 'network' | 'clock';

export interface MomentOptions {
  /** Wall clock, milliseconds. */
  now(): number;
  /** The machine's own addresses, as `os.networkInterfaces` answers them. */
  addresses(): NodeJS.Dict<{ address: string; internal: boolean }[]>;
  tell(moment: Moment): void;
}

/** How often `look` is to be called. */
export const lookEveryMs = 5_000;

/** Answers the function that looks. */
export function createMomentWatch({ now, addresses, tell }: MomentOptions): () => void {
  let lookedAt = now();
  let network = describe(addresses());
  return () => {
    const at = now();
    const jumped = clockJumped(at, lookedAt + lookEveryMs);
    const current = describe(addresses());
    const changed = current !== network;
    lookedAt = at;
    network = current;
    if (jumped) tell('clock');
    // Losing the last address is no reason to try again.
    if (changed && current !== '') tell('network');
  };
}

function describe(interfaces: ReturnType<MomentOptions['addresses']>): string {
  const outside = Object.entries(interfaces).flatMap(([name, entries = []]) =>
    entries.filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`),
  );
  return outside.sort().join('\n');
}

/** What one fault of docs/sync.md, section S17, is made of. */
import type { OldVariantName } from '../fixtures/oldBackend/variants.ts';
import type { Verdict } from './checker.ts';

/**
 * `standalone`: our server. `nodes`: several of it on PostgreSQL and Redis. `gateway`: those in front of Chat3 and RabbitMQ.
 * `legacy`: tests/fixtures/oldBackend.ts.
 */
export type Mode = 'standalone' | 'nodes' | 'gateway' | 'legacy';

export interface FaultOptions {
  seed: number;
  mode: Mode;
  /** Of the old system; ours has none. */
  variant: OldVariantName;
  /** Of our server; 1 in the other modes. */
  nodes: number;
  /** The short form for `npm test`. */
  quick: boolean;
}

export interface Check {
  what: string;
  ok: boolean;
  /** What was measured, for people. */
  seen: string;
}

export interface Outcome {
  /** How often the fault was injected. */
  runs: number;
  verdict: Verdict | null;
  /** Milliseconds of the engine's clock from the end of each fault to everybody having everything. */
  recoveriesMs: number[];
  checks: Check[];
}

export interface Fault {
  name: string;
  modes: readonly Mode[];
  /** Others run once, whatever the number of seeds: they repeat within themselves, or chance plays no part. */
  perSeed: boolean;
  /** What the old system answers plays no part: one of its variants shows it. */
  anyVariant?: boolean;
  /** Too long for `npm test`. */
  slow?: boolean;
  /** Holds the engine to a deadline, so that nothing else should run beside it. */
  timed?: boolean;
  run(options: FaultOptions): Promise<Outcome>;
}

export function check(what: string, ok: boolean, seen: string | number = ''): Check {
  return { what, ok, seen: String(seen) };
}

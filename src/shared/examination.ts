/** What a check of the connection looks at, and what it found; words are made of it where it is shown. */
import type { ErrorCode, Feature, Timestamp } from './domain.ts';

/** In the order in which a client needs them; each stands on those before. `port`: in the place of `tls`, without it. */
export type ExaminationStep =
  | 'name'
  | 'proxy'
  | 'tls'
  | 'port'
  | 'health'
  | 'signIn'
  | 'connection'
  | 'room'
  | 'echo';

export type Found =
  | { found: 'resolved'; addresses: string[] }
  /** The address has no name in it. */
  | { found: 'numeric' }
  /** The proxy looks the name up. */
  | { found: 'resolvedByProxy' }
  | { found: 'direct' }
  /** `host:port`. */
  | { found: 'throughProxy'; proxy: string }
  /** Who vouches for the server; null: nobody said. */
  | { found: 'secure'; issuer: string | null; until: Timestamp | null }
  | { found: 'open' }
  | { found: 'healthy' }
  | { found: 'accepted' }
  | { found: 'introduced'; features: Feature[] }
  /** It does not introduce itself. */
  | { found: 'old' }
  /** `confirmed`: the server said so. */
  | { found: 'entered'; confirmed: boolean }
  /** There is no chat, and so no room. */
  | { found: 'noChats' }
  | { found: 'heard' };

export type Outcome = ({ ok: true } & Found) | { ok: false; code: ErrorCode };

/** `ms` by a clock that never goes back. */
export type Finding = { step: ExaminationStep; ms: number } & Outcome;

export interface ExaminationView {
  server: string;
  steps: ExaminationStep[];
  /** Of the first steps, in their order; the step behind the last of them is being taken, unless all is done. */
  findings: Finding[];
  done: boolean;
}

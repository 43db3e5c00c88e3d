import type { FastifyBaseLogger } from 'fastify';
import type { SigningKeys } from './auth/secret.ts';
import type { CodeSender } from './auth/sender.ts';
import type { Tokens } from './auth/tokens.ts';
import type { Limits } from './limits/limits.ts';
import type { Upkeep } from './operations/upkeep.ts';
import type { Hub } from './realtime/hub.ts';
import type { Presence } from './realtime/presence.ts';
import type { Commits } from './store/commits.ts';
import type { Db, UserRow } from './store/schema.ts';

/** What every part of one server shares. */
export interface ServerContext {
  db: Db;
  commits: Commits;
  hub: Hub;
  presence: Presence;
  tokens: Tokens;
  /** Sign tokens, and key the hashes of codes: four digits hashed without a key are no secret. */
  keys: SigningKeys;
  codeSender: CodeSender;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Milliseconds that only grow, whatever is done to the clock: for limits and waits. */
  elapsed: () => number;
  demo: boolean;
  registration: 'invited' | 'open';
  limits: Limits;
  upkeep: Upkeep;
  log: FastifyBaseLogger;
}

/** Who makes a request. */
export interface Caller {
  user: UserRow;
  userId: string;
  sessionId: string;
  /** When the token ends, milliseconds since 1970. */
  expiresAt: number;
}

import type { FastifyBaseLogger } from 'fastify';
import type { SigningKeys } from './auth/secret.ts';
import type { CodeSender } from './auth/sender.ts';
import type { Tokens } from './auth/tokens.ts';
import type { ChatBackend } from './backend/port.ts';
import type { OpenFiles } from './files/open.ts';
import type { Trusts } from './http/addresses.ts';
import type { Addresses } from './limits/gate.ts';
import type { Limits } from './limits/limits.ts';
import type { Join } from './limits/spending.ts';
import type { Metrics } from './operations/metrics.ts';
import type { Change, Relay } from './relay/relay.ts';
import type { Commits } from './store/commits.ts';
import type { Db, UserRow } from './store/schema.ts';

/** What every part of one server shares. */
export interface ServerContext {
  db: Db;
  commits: Commits;
  change: Change;
  relay: Relay;
  backend: ChatBackend;
  /** Undefined where dialogs and messages are kept elsewhere. */
  files: OpenFiles | undefined;
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
  /** Makes the count of this name one with those at other nodes. */
  shared: (name: string) => Join;
  addresses: Addresses;
  trusts: Trusts;
  metrics: Metrics;
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

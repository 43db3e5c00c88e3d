import type { FastifyBaseLogger } from 'fastify';
import type { OnceRelay } from '../../relay/once.ts';
import type { Change } from '../../relay/relay.ts';
import type { Db } from '../../store/schema.ts';
import type { Chat3Client } from './client.ts';
import type { Directory } from './directory.ts';
import type { InTurn } from './inTurn.ts';

/** What the calls of this backend share. */
export interface Chat3Context {
  chat3: Chat3Client;
  directory: Directory;
  db: Db;
  change: Change;
  relay: OnceRelay;
  /** Marks and reactions of one person to one message must not overtake each other. */
  turns: InTurn;
  /** Milliseconds since 1970. */
  now: () => number;
  log: FastifyBaseLogger;
}

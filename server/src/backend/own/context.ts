import type { FastifyBaseLogger } from 'fastify';
import type { Change } from '../../relay/relay.ts';
import type { Db } from '../../store/schema.ts';
import type { ChatBackend } from '../port.ts';

/** What the calls of this backend share. */
export interface OwnContext {
  db: Db;
  change: Change;
  /** Milliseconds since 1970. */
  now: () => number;
  limits: ChatBackend['limits'];
  log: FastifyBaseLogger;
  /** Begins to remove what was in deleted dialogs, and files that nothing names any more. */
  removeDeleted: () => void;
  removeFiles: () => void;
}

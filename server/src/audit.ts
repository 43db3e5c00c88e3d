/** Who did what to whom, and when: ids only, never content, codes or tokens. */
import type { ServerContext } from './context.ts';
import { newAuditId } from './ids.ts';
import { afterCommit } from './store/afterCommit.ts';
import { insertAudit } from './store/audit.ts';
import type { AuditAction, Db } from './store/schema.ts';

/** The administrator at the command line. */
export const ADMIN = 'admin';
/** Somebody who is not signed in. */
export const NOBODY = '';

export interface AuditEntry {
  action: AuditAction;
  /** A user id, `ADMIN` or `NOBODY`. */
  actor: string;
  userId?: string | undefined;
  dialogId?: string | undefined;
  sessionId?: string | undefined;
  /** A word that says more, as the limit that refused. */
  detail?: string;
}

/** Stores the entry with what it tells of, in the same transaction, and logs it once that is committed. */
export async function record(
  context: Pick<ServerContext, 'now' | 'log'>,
  trx: Db,
  entry: AuditEntry,
): Promise<void> {
  const { action, actor, userId, dialogId, sessionId, detail = '' } = entry;
  const at = context.now();
  await insertAudit(trx, {
    audit_id: newAuditId(at),
    at,
    action,
    actor,
    user_id: userId ?? null,
    dialog_id: dialogId ?? null,
    session_id: sessionId ?? null,
    detail,
  });
  afterCommit(trx, () => context.log.info({ audit: entry }, 'audit'));
}

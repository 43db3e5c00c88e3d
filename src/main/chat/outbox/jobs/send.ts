/** A message to be sent; the job's id is its clientMessageId. */
import { z } from 'zod';
import { attachmentsIn } from '../../../../shared/attachmentSchema.ts';
import type { ErrorCode, Message } from '../../../../shared/domain.ts';
import type { RemoteMessage } from '../../../../shared/remote.ts';
import type { Job, JobContext, JobHandling, JobKind } from '../job.ts';

export interface SendPayload {
  messageKey: string;
  /** What it said when its first request left, where it was changed since (S8.14). */
  content?: string | undefined;
  /** What it carried then. */
  meta?: Record<string, unknown> | undefined;
}

export const send: JobKind<SendPayload> = {
  payload: z.object({
    messageKey: z.string(),
    content: z.string().optional(),
    meta: z.record(z.string(), z.unknown()).optional(),
  }),
  start: startSending,
};

function startSending({
  store,
  sends,
  journal,
  rest,
  has,
  takeCopy,
  look,
}: JobContext): JobHandling<SendPayload, RemoteMessage | null> {
  function setState(
    { payload }: Job<SendPayload>,
    state: Message['state'],
    failure: ErrorCode | null = null,
  ): void {
    const message = store.message(payload.messageKey);
    if (message === null || message.state === 'sent') return;
    store.saveMessage({ ...message, state, failure });
  }

  return {
    async perform({ id, dialogId, payload }) {
      const message = store.message(payload.messageKey);
      if (message === null) return null;
      journal.stamp(message.key, 'posted');
      const { content = message.content, meta = message.meta } = payload;
      return rest.sendMessage(dialogId, { content, meta: toSend(meta), clientMessageId: id });
    },
    take({ id, dialogId }, answer) {
      if (answer === null) return;
      journal.stamp(id, 'acked');
      // Whatever meta the server echoes: the answer is to this very request (S8.6).
      takeCopy(dialogId, { ...answer, clientMessageId: id });
    },
    isRepeatable: () => has('idempotency'),
    look: ({ dialogId }) => look(dialogId),
    hold: (job) => setState(job, 'held'),
    refuse(job, code) {
      sends.remember(job.id);
      setState(job, 'failed', code);
    },
    drop(job, reason) {
      sends.remember(job.id);
      if (reason === null) store.removeMessage(job.payload.messageKey);
      else setState(job, 'failed', reason);
    },
  };
}

/** What is told to a server: of files their ids alone (P7.44). */
function toSend(meta: Message['meta']): Message['meta'] {
  const attachments = attachmentsIn(meta).map(({ fileId }) => ({ fileId }));
  return attachments.length === 0 ? meta : { ...meta, attachments };
}

/** A message to be sent; the job's id is its clientMessageId. */
import { z } from 'zod';
import { attachmentsIn } from '../../../../shared/attachmentSchema.ts';
import type { ErrorCode, Message } from '../../../../shared/domain.ts';
import type { RemoteMessage } from '../../../../shared/remote.ts';
import type { Job, JobContext, JobHandling, JobKind } from '../job.ts';
import { lineAbove, withNamedOriginal } from './sentForm.ts';

export interface SendPayload {
  messageKey: string;
  /** What it said when its first request left, where it was changed since (S8.14). */
  content?: string | undefined;
  /** What it carried then. */
  meta?: Record<string, unknown> | undefined;
  /** What its last request had above that (S18.7). */
  line?: string | undefined;
}

export const send: JobKind<SendPayload> = {
  payload: z.object({
    messageKey: z.string(),
    content: z.string().optional(),
    meta: z.record(z.string(), z.unknown()).optional(),
    line: z.string().optional(),
  }),
  start: startSending,
};

function startSending(context: JobContext): JobHandling<SendPayload, RemoteMessage | null> {
  const { store, jobs, sends, journal, rest, has, takeCopy, look } = context;

  function setState(
    { payload }: Job<SendPayload>,
    state: Message['state'],
    failure: ErrorCode | null = null,
  ): void {
    const message = store.message(payload.messageKey);
    if (message === null || message.state === 'sent') return;
    store.saveMessage({ ...message, state, failure });
  }

  /** What is in doubt is sent again as it was, whatever becomes known of server and original meanwhile (P7.2). */
  function formOf(job: Job<SendPayload>, stored: Message): Pick<Message, 'content' | 'meta'> {
    const message = withNamedOriginal(store, stored, job.dependsOn);
    if (message !== stored) store.saveMessage(message);
    const { content = message.content, meta = message.meta } = job.payload;
    const line = job.ambiguous ? job.payload.line : lineAbove(context, { ...message, content });
    const current = jobs.get(job.id);
    if (current?.kind === 'send' && line !== job.payload.line)
      jobs.save({ ...current, payload: { ...current.payload, line } });
    return { content: `${line ?? ''}${content}`, meta: toSend(meta) };
  }

  return {
    async perform(job) {
      const stored = store.message(job.payload.messageKey);
      if (stored === null) return null;
      journal.traces.stamp(stored.key, 'posted');
      const form = store.transaction(() => formOf(job, stored));
      return rest.sendMessage(job.dialogId, { ...form, clientMessageId: job.id });
    },
    take({ id, dialogId }, answer) {
      if (answer === null) return;
      journal.traces.stamp(id, 'acked');
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
    // What was written is not lost with what it answers (S18.4).
    outlives: true,
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

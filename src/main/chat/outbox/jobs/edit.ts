/** Another text for an own message: one job a message, which knows only the last text (S8.14). */
import { z } from 'zod';
import type { MentionMeta } from '../../../../shared/mentions.ts';
import type { RemoteMessage } from '../../../../shared/remote.ts';
import type { Job, JobContext, JobHandling, JobKind } from '../job.ts';
import { orNotSupported } from './notSupported.ts';

export interface EditPayload {
  messageKey: string;
  /** null: not sent yet when it was edited. */
  messageId: string | null;
  content: string;
  /** Whom the text names; absent in jobs of older versions. */
  named?: MentionMeta | undefined;
  /** What the server has, as far as it is known. */
  before: {
    content: string;
    meta?: Record<string, unknown> | undefined;
    edited?: { at: number | null } | undefined;
  };
}

const namedSchema: z.ZodType<MentionMeta> = z.object({
  mentions: z.array(z.string()).optional(),
  mentionNames: z.record(z.string(), z.string()).optional(),
});

export const edit: JobKind<EditPayload> = {
  payload: z.object({
    messageKey: z.string(),
    messageId: z.string().nullable(),
    content: z.string(),
    named: namedSchema.optional(),
    before: z.object({
      content: z.string(),
      meta: z.record(z.string(), z.unknown()).optional(),
      edited: z.object({ at: z.number().nullable() }).optional(),
    }),
  }),
  start: startEditing,
};

export const editJobId = (messageKey: string) => `edit ${messageKey}`;

function startEditing(context: JobContext): JobHandling<EditPayload, RemoteMessage | null> {
  const { store, edits, rest, takeCopy, emit } = context;

  const newest = ({ payload }: Job<EditPayload>) => edits.editOf(payload.messageKey)?.payload ?? payload;

  return {
    async perform({ payload: { messageKey, messageId, content, named = {} } }) {
      const id = store.message(messageKey)?.id ?? messageId;
      return id === null ? null : rest.editMessage(id, content, named).catch(orNotSupported);
    },
    take({ dialogId }, answer) {
      if (answer !== null) takeCopy(dialogId, answer);
    },
    isRepeatable: () => true,
    isOutdated: (job) => newest(job).content !== job.payload.content,
    refuse(job, code) {
      const { messageKey, content, before } = newest(job);
      const message = store.message(messageKey);
      if (message !== null && message.removed === undefined) {
        const { content: said, meta = message.meta, edited } = before;
        store.saveMessage({ ...message, content: said, meta, edited });
      }
      // What was typed is not lost with it.
      emit({ type: 'editRefused', dialogId: job.dialogId, key: messageKey, text: content, code });
    },
    // The message it belongs to was taken back, or keeps the new text and waits for the person.
    drop: () => {},
  };
}

/** A message that is to be removed for everybody: one job a message (S8.14). */
import { z } from 'zod';
import type { Message } from '../../../../shared/domain.ts';
import type { RemoteMessage } from '../../../../shared/remote.ts';
import { ApiError } from '../../rest/rest.ts';
import type { JobContext, JobHandling, JobKind } from '../job.ts';
import { orNotSupported } from './notSupported.ts';

export interface RemovePayload {
  messageKey: string;
  /** null: not sent yet when it was removed. */
  messageId: string | null;
  /** What a refusal puts back. */
  before: Pick<Message, 'content' | 'reactions' | 'meta' | 'edited'>;
}

export const remove: JobKind<RemovePayload> = {
  payload: z.object({
    messageKey: z.string(),
    messageId: z.string().nullable(),
    before: z.object({
      content: z.string(),
      reactions: z.array(z.object({ emoji: z.string(), count: z.number(), mine: z.boolean() })),
      meta: z.record(z.string(), z.unknown()),
      edited: z.object({ at: z.number().nullable() }).optional(),
    }),
  }),
  start: startRemoving,
};

export const removeJobId = (messageKey: string) => `remove ${messageKey}`;

function startRemoving(context: JobContext): JobHandling<RemovePayload, RemoteMessage | null> {
  const { store, rest, takeCopy, emit } = context;
  return {
    async perform({ payload: { messageKey, messageId } }) {
      const id = store.message(messageKey)?.id ?? messageId;
      if (id === null) return null;
      try {
        return await rest.removeMessage(id);
      } catch (error) {
        // Gone already, by whatever hand.
        if (error instanceof ApiError && error.code === 'messageNotFound') return null;
        return orNotSupported(error);
      }
    },
    take({ dialogId }, answer) {
      if (answer !== null) takeCopy(dialogId, answer);
    },
    isRepeatable: () => true,
    refuse({ payload: { messageKey, before } }, code) {
      const message = store.message(messageKey);
      if (message !== null) store.saveMessage({ ...message, ...before, removed: undefined });
      emit({ type: 'notice', code });
    },
    drop({ payload }, reason) {
      // The server never had it.
      if (reason !== null) store.removeMessage(payload.messageKey);
    },
  };
}

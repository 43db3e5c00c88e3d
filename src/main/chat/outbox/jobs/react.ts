/** The own reaction to one message, set, changed or taken back: one job a message, which knows only the last wish (S12.7). */
import { z } from 'zod';
import { CommandError } from '../../commandError.ts';
import { ApiError } from '../../rest/rest.ts';
import type { Job, JobContext, JobHandling, JobKind } from '../job.ts';

export interface ReactPayload {
  messageKey: string;
  /** null: not sent yet when it was reacted to. */
  messageId: string | null;
  /** null: none is wanted. */
  emoji: string | null;
  /** What the server has, as far as it is known. */
  before: string | null;
}

export const react: JobKind<ReactPayload> = {
  payload: z.object({
    messageKey: z.string(),
    messageId: z.string().nullable(),
    emoji: z.string().nullable(),
    before: z.string().nullable(),
  }),
  start: startReacting,
};

export const reactionJobId = (messageKey: string) => `reaction ${messageKey}`;

function startReacting(context: JobContext): JobHandling<ReactPayload, void> {
  const { store, jobs, reactions, reactionCalls, ownUserId, has } = context;

  async function takeBack(messageId: string, emoji: string): Promise<void> {
    try {
      await reactionCalls.unreact(messageId, emoji);
    } catch (error) {
      // The old backend answers every removal with 500 (P4.7): trying again would not help.
      const neverWorks = error instanceof ApiError && error.status === 500 && !has('watermarks');
      throw neverWorks ? new CommandError('notSupported', error) : error;
    }
  }

  /** Which of the requests in doubt got through is for the server to say. */
  async function ownOnServer(messageId: string): Promise<string[]> {
    const list = await reactionCalls.reactions(messageId);
    return list.filter(({ userId }) => userId === ownUserId).map(({ reaction }) => reaction);
  }

  /** Old servers tell nobody what became of it, and their histories may go on counting what it replaced. */
  function lookAfter({ payload }: Job<ReactPayload>): void {
    if (!has('changes')) reactions.listAgain(payload.messageKey);
  }

  const isOutdated = (job: Job<ReactPayload>) =>
    reactions.waitingFor(job.payload.messageKey)?.payload.emoji !== job.payload.emoji;

  const putBack = ({ payload }: Job<ReactPayload>) =>
    reactions.showOwn(
      payload.messageKey,
      (reactions.waitingFor(payload.messageKey)?.payload ?? payload).before,
    );

  return {
    async perform({ ambiguous, payload: { messageKey, messageId, emoji, before } }) {
      const id = store.message(messageKey)?.id ?? messageId;
      if (id === null || (emoji === before && !ambiguous)) return;
      if (emoji !== null) await reactionCalls.react(id, emoji);
      else if (before !== null && !ambiguous) await takeBack(id, before);
      else for (const own of await ownOnServer(id)) await takeBack(id, own);
    },
    take(job) {
      if (isOutdated(job)) reactions.noteOnServer(job.payload.messageKey, job.payload.emoji);
      else lookAfter(job);
    },
    isRepeatable: () => true,
    isOutdated,
    refuse(job, code) {
      putBack(job);
      // Where a command waits for it, that says so.
      if (!jobs.isAwaited(job.id)) context.emit({ type: 'notice', code });
      lookAfter(job);
    },
    drop: putBack,
  };
}

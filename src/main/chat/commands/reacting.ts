/** Setting, changing and taking back the own reaction: shown at once, and one durable job a message (S12.1, S12.7). */
import { CommandError } from '../commandError.ts';
import { reactionJobId } from '../outbox/jobs/react.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { OutboxJobs } from '../outbox/outboxJobs.ts';
import type { Reactions } from '../outbox/reactions.ts';
import type { Clock } from '../ports.ts';
import type { HistoryStore } from '../store.ts';
import { ownAmong } from '../timeline/timeline.ts';

export interface ReactingOptions {
  store: HistoryStore;
  jobs: OutboxJobs;
  outbox: Outbox;
  reactions: Pick<Reactions, 'showOwn' | 'waitingFor'>;
  clock: Clock;
}

export function createReacting({ store, jobs, outbox, reactions, clock }: ReactingOptions) {
  /** `before`: what the server has, as far as it is shown. Answers the job's id. */
  function queue(key: string, emoji: string | null, before: string | null): string {
    const message = store.message(key);
    const sendId = message?.id == null ? (message?.clientMessageId ?? null) : null;
    if (
      message === null ||
      message.removed !== undefined ||
      (message.id === null && (sendId === null || !jobs.has(sendId)))
    )
      throw new CommandError('messageNotFound');
    const id = reactionJobId(key);
    const waiting = reactions.waitingFor(key);
    store.transaction(() => {
      reactions.showOwn(key, emoji);
      if (waiting === undefined) {
        jobs.save({
          id,
          kind: 'react',
          dialogId: message.dialogId,
          queuedAt: clock.now(),
          attempts: 0,
          ambiguous: false,
          held: false,
          dependsOn: sendId === null ? [] : [sendId],
          payload: { messageKey: key, messageId: message.id, emoji, before },
        });
      } else jobs.save({ ...waiting, payload: { ...waiting.payload, emoji } });
    });
    outbox.kick(message.dialogId);
    return id;
  }

  /** Resolves once the server has it, however late; rejects with CommandError once it was refused. */
  async function want(key: string, emoji: string | null, removed?: string): Promise<void> {
    const [shown = null] = ownAmong(store.message(key)?.reactions ?? []);
    if (store.message(key) !== null && shown === emoji) return;
    const refusal = await jobs.ended(queue(key, emoji, removed ?? shown));
    if (refusal !== null) throw new CommandError(refusal);
  }

  return {
    set: (key: string, emoji: string) => want(key, emoji),
    remove: (key: string, emoji: string) => want(key, null, emoji),
  };
}

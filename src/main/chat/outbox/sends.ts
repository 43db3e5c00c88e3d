/** What the merge asks of sends, and tells them: whether a copy may be of one, and that one has arrived. */
import type { Message } from '../../../shared/domain.ts';
import { replyToOf } from '../../../shared/messageOrigin.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import type { Clock } from '../ports.ts';
import type { HistoryStore, Resend } from '../store.ts';
import type { OutboxJobs } from './outboxJobs.ts';

/** A request that was given up may commit this much later than the one that was answered. */
const lateCommitMs = 5 * 60_000;

export type Sends = ReturnType<typeof createSends>;

export function createSends({ store, clock, jobs }: { store: HistoryStore; clock: Clock; jobs: OutboxJobs }) {
  /** Sends that needed more than one request, for as long as one of those may still commit. */
  const resent = new Map(store.resends().map((resend) => [resend.clientMessageId, resend]));

  const mayCommit = ({ settledAt }: Resend) => clock.now() - settledAt < lateCommitMs;

  const sending = () => jobs.all().filter((job) => job.kind === 'send');

  /** Kept on disk: an app that is killed meanwhile would take the late one for another message of its own (S8.11). */
  function remember(clientMessageId: string): void {
    const job = jobs.get(clientMessageId);
    if (job?.kind !== 'send' || job.attempts < 2) return;
    for (const earlier of [...resent.values()].filter((resend) => !mayCommit(resend))) {
      resent.delete(earlier.clientMessageId);
      store.removeResend(earlier.clientMessageId);
    }
    const { dialogId, payload } = job;
    const resend = { clientMessageId, messageKey: payload.messageKey, dialogId, settledAt: clock.now() };
    resent.set(clientMessageId, resend);
    store.saveResend(resend);
  }

  return {
    /** Before a send ends, however it does. */
    remember,
    /** A copy of its message is here. Inside the merge's transaction (S8.6). */
    arrived(clientMessageId: string): void {
      if (!jobs.has(clientMessageId)) return;
      remember(clientMessageId);
      jobs.end(clientMessageId);
    },
    /** True while a request for a message in this dialog is out, or one went out with unknown outcome. */
    isUnsettled: (dialogId: string) => sending().some((job) => job.dialogId === dialogId && job.ambiguous),
    /**
     * The send whose request may have stored this content, and what the text told beside: one in doubt, else one that was
     * repeated lately.
     */
    sentWith(dialogId: string, content: string, toldBesides?: RemoteMessage['toldBesides']): string | null {
      const inDoubt = sending()
        .filter((job) => job.ambiguous)
        .map(({ id, payload, ...job }) => ({ ...job, ...payload, clientMessageId: id }));
      const repeated = [...resent.values()].filter(mayCommit);
      const isOf = (send: Pick<Resend, 'dialogId' | 'messageKey'>) =>
        send.dialogId === dialogId && saysTheSame(store.message(send.messageKey), content, toldBesides);
      return [...inDoubt, ...repeated].find(isOf)?.clientMessageId ?? null;
    },
  };
}

/** Where the text tells what it answers, two answers of the same words are told apart by that. */
function saysTheSame(
  message: Message | null,
  content: string,
  toldBesides: RemoteMessage['toldBesides'],
): boolean {
  const isOfOther =
    toldBesides !== undefined && replyToOf(toldBesides.meta) !== replyToOf(message?.meta ?? {});
  return message?.content.trim() === content.trim() && !isOfOther;
}

/** Reactions as they are shown: what the server tells, and over it what is on its way there (S12.1, S12.8, P4.6). */
import type { Feature, Message, Reaction } from '../../../shared/domain.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import type { RemoteReactionEvent } from '../../../shared/wire.ts';
import { CommandError } from '../commandError.ts';
import type { Bus } from '../facts.ts';
import type { Clock, Log } from '../ports.ts';
import type { RestClient } from '../rest/rest.ts';
import type { HistoryStore } from '../store.ts';
import { rowOf } from '../timeline/merge.ts';
import { isOlder } from '../timeline/revision.ts';
import { ownAmong, reactionsOf } from '../timeline/timeline.ts';
import type { OutboxJob } from './jobs/kinds.ts';
import { reactionJobId } from './jobs/react.ts';
import type { OutboxJobs } from './outboxJobs.ts';
import { createReactionLooks } from './reactionLooks.ts';

export interface ReactionsOptions {
  bus: Bus;
  store: HistoryStore;
  jobs: OutboxJobs;
  rest: Pick<RestClient, 'reactions'>;
  ownUserId: string;
  has(feature: Feature): boolean;
  clock: Clock;
  log: Log;
  isUp(): boolean;
  openDialogId(): string | null;
}

type ReactJob = OutboxJob & { kind: 'react' };
type ToldReactions = Pick<RemoteMessage, 'reactionCounts' | 'ownReactions'>;

export type Reactions = ReturnType<typeof createReactions>;

export function createReactions(options: ReactionsOptions) {
  const { bus, store, jobs, rest, ownUserId, has } = options;
  /** Message ids whose reactions were asked for by themselves. */
  const asked = new Set<string>();

  /** The dialog's history says what an event left out. */
  const fetch = (dialogId: string) => bus.tell('dialogBehind', dialogId);

  function sent(key: string): Message & { id: string } {
    const message = store.message(key);
    if (message?.id == null || message.removed !== undefined) throw new CommandError('messageNotFound');
    return { ...message, id: message.id };
  }

  function save(key: string, reactions: Reaction[], rev: number | null = null): void {
    const message = store.message(key);
    if (message === null || message.removed !== undefined) return;
    const isNewer = (rev ?? 0) > (message.rev ?? 0);
    if (!isNewer && JSON.stringify(message.reactions) === JSON.stringify(reactions)) return;
    store.saveMessage({ ...message, reactions, rev: isNewer ? (rev ?? undefined) : message.rev });
  }

  function waitingFor(key: string): ReactJob | undefined {
    const job = jobs.get(reactionJobId(key));
    return job?.kind === 'react' ? job : undefined;
  }

  /** What the server has of this person changes what a refusal puts back, and what is left to tell. */
  function noteOnServer(key: string, before: string | null): void {
    const job = waitingFor(key);
    if (job !== undefined && job.payload.before !== before)
      jobs.save({ ...job, payload: { ...job.payload, before } });
  }

  function ownOnServer({ key, reactions }: Message): string[] {
    const job = waitingFor(key);
    if (job === undefined) return ownAmong(reactions);
    return job.payload.before === null ? [] : [job.payload.before];
  }

  /** The server's, with the own one that is on its way to it in the place of the one it has. */
  function withWaiting(key: string, counts: Record<string, number>, own: string[]): Reaction[] {
    const reactions = reactionsOf(counts, own);
    const job = waitingFor(key);
    if (job === undefined) return reactions;
    noteOnServer(key, own[0] ?? null);
    return replaceOwn(reactions, job.payload.emoji);
  }

  /** Who reacted with what, from the server. */
  async function list(key: string): Promise<{ userId: string; emoji: string }[]> {
    const { id } = sent(key);
    const answer = await rest.reactions(id);
    const list = answer.map(({ userId, reaction }) => ({ userId, emoji: reaction }));
    // What is on its way to the server may be in its answer or not yet.
    if (waitingFor(key) !== undefined) return list;
    const counts = new Map<string, number>();
    for (const { emoji } of list) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
    const own = list.filter(({ userId }) => userId === ownUserId).map(({ emoji }) => emoji);
    asked.add(id);
    save(key, reactionsOf(Object.fromEntries(counts), own));
    return list;
  }

  /** Where nobody waits for it. */
  function listAgain(key: string): void {
    list(key).catch((error: unknown) => options.log.warn('reactions.failed', { key, cause: String(error) }));
  }

  const looks = createReactionLooks({
    ...options,
    fetch,
    isNeeded: () => options.isUp() && !has('changes'),
    ask: async (key) => {
      const message = store.message(key);
      return message?.id != null && message.removed === undefined && list(key);
    },
  });

  /** Somebody reacted, perhaps this person on another device. */
  function takeEvent({ messageId, userId, reaction, reactionCounts, rev }: RemoteReactionEvent): void {
    const message = store.messageByWireId(messageId);
    if (message === null || isOlder({ rev }, message)) return;
    if (reactionCounts === null || userId === null) {
      fetch(message.dialogId);
      return;
    }
    const told = reaction === null ? [] : [reaction];
    const own = userId === ownUserId ? told : ownOnServer(message);
    save(message.key, withWaiting(message.key, reactionCounts, own), rev);
  }

  bus.on('reactionCame', takeEvent);
  bus.on('caughtUp', looks.look);

  return {
    looks,
    waitingFor,
    noteOnServer,
    /** Shows this as the own one; null takes it away. */
    showOwn(key: string, emoji: string | null): void {
      save(key, replaceOwn(store.message(key)?.reactions ?? [], emoji));
    },
    list,
    listAgain,
    /** An update that may be of this person, on another device: its counts would not say with what. False: it was not taken. */
    takeOwn(userId: string, messageIds: string[]): boolean {
      const message = messageIds.map((id) => store.messageByWireId(id)).find((found) => found !== null);
      if (userId !== ownUserId || message === undefined) return false;
      void list(message.key).catch(() => fetch(message.dialogId));
      return true;
    },
    /**
     * What to make of a copy's reactions. Old servers count one that was replaced for ever: what was asked for is right,
     * what a history says is not. And no copy knows yet what is on its way from here.
     */
    toldBy(copy: RemoteMessage & { messageId: string }): ToldReactions {
      const { messageId, reactionCounts, ownReactions } = copy;
      if (!has('changes') && asked.has(messageId)) return { reactionCounts: null, ownReactions };
      const row = reactionCounts !== null && jobs.hasKind('react') ? rowOf(store, copy) : null;
      if (reactionCounts === null || row === null) return { reactionCounts, ownReactions };
      const shown = withWaiting(row.key, reactionCounts, ownReactions ?? ownOnServer(row));
      return {
        reactionCounts: Object.fromEntries(shown.map(({ emoji, count }) => [emoji, count])),
        ownReactions: ownAmong(shown),
      };
    },
    /** Somebody reacted; how, the server does not say. */
    takeHint(messageId: string): void {
      const message = store.messageByWireId(messageId);
      if (message?.dialogId !== options.openDialogId() || has('changes')) return;
      listAgain(message.key);
    },
    takeEvent,
  };
}

/** The reactions with the own one replaced; null takes it away. */
function replaceOwn(reactions: Reaction[], own: string | null): Reaction[] {
  const others = reactions
    .map((reaction) => (reaction.mine ? { ...reaction, count: reaction.count - 1, mine: false } : reaction))
    .filter(({ count }) => count > 0);
  if (own === null) return others;
  return others.some(({ emoji }) => emoji === own)
    ? others.map((reaction) =>
        reaction.emoji === own ? { ...reaction, count: reaction.count + 1, mine: true } : reaction,
      )
    : [...others, { emoji: own, count: 1, mine: true }];
}

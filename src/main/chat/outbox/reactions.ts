/** Reactions: shown at once, told to the server, taken back where it refuses. One a person and message (S12.1, P4.6). */
import type { Feature, Message, Reaction } from '../../../shared/domain.ts';
import type { RemoteReactionEvent } from '../../../shared/wire.ts';
import { CommandError } from '../commandError.ts';
import type { Bus } from '../facts.ts';
import type { Clock, Log } from '../ports.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import type { HistoryStore } from '../store.ts';
import { isOlder } from '../timeline/revision.ts';
import { ownAmong, reactionsOf } from '../timeline/timeline.ts';
import { createReactionLooks } from './reactionLooks.ts';

export interface ReactionsOptions {
  bus: Bus;
  store: HistoryStore;
  rest: Pick<RestClient, 'reactions'> & {
    react(messageId: string, reaction: string): Promise<unknown>;
    unreact(messageId: string, reaction: string): Promise<unknown>;
  };
  ownUserId: string;
  has(feature: Feature): boolean;
  clock: Clock;
  log: Log;
  isUp(): boolean;
  openDialogId(): string | null;
}

interface Telling {
  /** Settles with the latest request of the message. */
  last: Promise<unknown>;
  /** The own reaction as the server has it. */
  confirmed: string | null;
}

export type Reactions = ReturnType<typeof createReactions>;

export function createReactions(options: ReactionsOptions) {
  const { bus, store, rest, ownUserId, has } = options;
  /** By message; requests of one leave in order, or an earlier one could have the last word (S12.2). */
  const telling = new Map<string, Telling>();
  /** Message ids whose reactions were asked for by themselves. */
  const asked = new Set<string>();

  /** The dialog's history says what an event left out. */
  const fetch = (dialogId: string) => bus.tell('dialogBehind', dialogId);

  const notListed = (messageId: string) => (error: unknown) =>
    options.log.warn('reactions.failed', { messageId, cause: String(error) });

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

  /** Rejects with what the request failed with, after showing what was there before. */
  async function change(key: string, own: string | null, tell: (messageId: string) => Promise<unknown>) {
    const { id, reactions: before } = sent(key);
    const [previous = null] = ownAmong(before);
    if (own === previous) return;
    const state = telling.get(key) ?? { last: Promise.resolve(), confirmed: previous };
    const request = state.last.catch(() => {}).then(() => tell(id));
    state.last = request;
    telling.set(key, state);
    save(key, replaceOwn(before, own));
    try {
      await request;
      state.confirmed = own;
    } catch (error) {
      // Others may have reacted meanwhile: only the own reaction goes back, unless a later one is on its way.
      const current = store.message(key)?.reactions;
      if (current !== undefined && state.last === request) save(key, replaceOwn(current, state.confirmed));
      throw error;
    } finally {
      if (state.last === request) {
        telling.delete(key);
        // Old servers tell nobody what became of it, and their histories may go on counting what it replaced.
        if (!has('changes')) void list(key).catch(notListed(id));
      }
    }
  }

  /** Who reacted with what, from the server. */
  async function list(key: string): Promise<{ userId: string; emoji: string }[]> {
    const { id } = sent(key);
    const answer = await rest.reactions(id);
    const list = answer.map(({ userId, reaction }) => ({ userId, emoji: reaction }));
    // What is on its way to the server is not in its answer yet.
    if (telling.has(key)) return list;
    const counts = new Map<string, number>();
    for (const { emoji } of list) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
    const own = list.filter(({ userId }) => userId === ownUserId).map(({ emoji }) => emoji);
    asked.add(id);
    save(key, reactionsOf(Object.fromEntries(counts), own));
    return list;
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
    const own = userId !== ownUserId ? ownAmong(message.reactions) : reaction === null ? [] : [reaction];
    save(message.key, reactionsOf(reactionCounts, own), rev);
  }

  bus.on('reactionCame', takeEvent);
  bus.on('caughtUp', looks.look);

  return {
    looks,
    set: (key: string, emoji: string) => change(key, emoji, (id) => rest.react(id, emoji)),
    remove: (key: string, emoji: string) =>
      change(key, null, async (id) => {
        try {
          await rest.unreact(id, emoji);
        } catch (error) {
          // The old backend answers every removal with 500 (P4.7): trying again would not help.
          const neverWorks = error instanceof ApiError && error.status === 500 && !has('watermarks');
          throw neverWorks ? new CommandError('notSupported', error) : error;
        }
      }),
    list,
    /** An update that may be of this person, on another device: its counts would not say with what. False: it was not taken. */
    takeOwn(userId: string, messageIds: string[]): boolean {
      const message = messageIds.map((id) => store.messageByWireId(id)).find((found) => found !== null);
      if (userId !== ownUserId || message === undefined) return false;
      void list(message.key).catch(() => fetch(message.dialogId));
      return true;
    },
    /** Old servers count a reaction that was replaced for ever: what was asked for is right, what a history says is not. */
    areKnown: (messageId: string): boolean => !has('changes') && asked.has(messageId),
    /** Somebody reacted; how, the server does not say. */
    takeHint(messageId: string): void {
      const message = store.messageByWireId(messageId);
      if (message?.dialogId !== options.openDialogId() || has('changes')) return;
      list(message.key).catch(notListed(messageId));
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

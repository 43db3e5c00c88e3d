/**
 * Setting and taking back a reaction on servers that turn it over with every request (S12.6, P8.6): a repeated one would undo
 * the first. So the reaction is looked at before a request, and after one whose outcome is unknown.
 */
import { ApiError, type RestClient } from './rest.ts';

export interface ReactionCallsOptions {
  rest: Pick<RestClient, 'reactions' | 'react' | 'unreact'>;
  ownUserId: string;
  /** The server sets what it is asked to set, however often. */
  isExact(): boolean;
}

export function createReactionCalls({ rest, ownUserId, isExact }: ReactionCallsOptions) {
  async function own(messageId: string): Promise<string[]> {
    const list = await rest.reactions(messageId);
    return list.filter(({ userId }) => userId === ownUserId).map(({ reaction }) => reaction);
  }

  /** Rejects with what the request failed with, unless it did what was wanted all the same. */
  async function ask(
    messageId: string,
    request: () => Promise<unknown>,
    isDone: (own: string[]) => boolean,
  ): Promise<void> {
    try {
      await request();
    } catch (error) {
      const isUnknown = error instanceof ApiError && (error.status === null || error.status >= 500);
      const isSettled = isUnknown && (await own(messageId).then(isDone, () => false));
      if (!isSettled) throw error;
    }
  }

  return {
    async react(messageId: string, emoji: string): Promise<void> {
      if (isExact()) {
        await rest.react(messageId, emoji);
        return;
      }
      const before = await own(messageId);
      if (!before.includes(emoji))
        await ask(
          messageId,
          () => rest.react(messageId, emoji),
          (list) => list.includes(emoji),
        );
      if (before.every((other) => other === emoji)) return;
      // One a person and message: where the new one did not take the place of the old, that is taken back.
      // The old backend answers every removal with 500, which says nothing of it (P4.7).
      for (const other of await own(messageId))
        if (other !== emoji) await rest.unreact(messageId, other).catch(() => {});
    },
    async unreact(messageId: string, emoji: string): Promise<void> {
      if (isExact()) {
        await rest.unreact(messageId, emoji);
        return;
      }
      if (!(await own(messageId)).includes(emoji)) return;
      await ask(
        messageId,
        () => rest.unreact(messageId, emoji),
        (list) => !list.includes(emoji),
      );
    },
  };
}

import { useMemo } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import { filterDialogs } from '../dialogs/dialogOrder.ts';
import { usePeopleSearch } from '../people/usePeopleSearch.ts';
import { selectOwnId, useChat } from '../state/store.ts';

/** A chat, or a person one has no chat with yet. */
export interface Target {
  /** Of the chat or of the person. */
  id: string;
  name: string;
  avatarId: string;
  isPerson: boolean;
}

interface Targets {
  chats: Target[];
  /** Nobody while nothing was typed. */
  people: Target[];
  /** The server is still being asked. */
  searching: boolean;
  /** Why it could not be asked. */
  failure: ErrorCode | null;
}

/** Chats and people by name or phone, the best matches first; without a server those known here. */
export function useTargets(query: string): Targets {
  const dialogs = useChat((state) => state.dialogs);
  const users = useChat((state) => state.users);
  const ownId = useChat(selectOwnId);
  const { people: found, searching, failure } = usePeopleSearch(query);
  const chats = useMemo(
    () =>
      filterDialogs(dialogs.values(), query, { phoneOf: (userId) => users.get(userId)?.phone ?? null }).map(
        ({ dialogId, peerId, title }) => ({
          id: dialogId,
          name: title,
          avatarId: peerId ?? dialogId,
          isPerson: false,
        }),
      ),
    [dialogs, users, query],
  );
  const people = useMemo(() => {
    if (query.trim() === '') return [];
    const peers = new Set([ownId, ...[...dialogs.values()].map(({ peerId }) => peerId)]);
    return found
      .filter(({ userId, disabled }) => !disabled && !peers.has(userId))
      .map(({ userId, name }) => ({ id: userId, name, avatarId: userId, isPerson: true }));
  }, [dialogs, found, query, ownId]);
  return { chats, people, searching, failure };
}

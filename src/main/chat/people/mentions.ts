/** Who is named in messages, by what this account knows of people (S19.2), and what of it is unread (S19.4). */
import type { Feature, Mark, Mention, Message, User } from '../../../shared/domain.ts';
import {
  isMeant,
  type MentionMeta,
  mentionMeta,
  mentionsIn,
  type NamedPerson,
  type Names,
  namesOf,
} from '../../../shared/mentions.ts';
import type { ObservedStore } from '../changes.ts';
import { type Directory, isDirect } from './directory.ts';

/** Of one dialog; further up they are found once these are read. */
const mostUnread = 200;

export interface MentionsOptions {
  store: ObservedStore;
  directory: Directory;
  user: User;
  has(feature: Feature): boolean;
}

export type Mentions = ReturnType<typeof createMentions>;

export function createMentions({ store, directory, user, has }: MentionsOptions) {
  const { userId: ownUserId } = user;
  const known = new Map<string, Names>();

  /** Where nobody has told who is in a dialog, anybody may be. */
  function peopleIn(dialogId: string): NamedPerson[] {
    const members = directory.record(dialogId)?.members ?? directory.users();
    const ids = new Set([...members.map(({ userId }) => userId), ownUserId]);
    return [...ids].flatMap((userId) => {
      const name = nameOf(userId);
      return name === null ? [] : [{ userId, name }];
    });
  }

  function nameOf(userId: string): string | null {
    return directory.userName(userId) ?? (userId === ownUserId ? user.name : null);
  }

  function namesIn(dialogId: string): Names {
    const names = known.get(dialogId) ?? namesOf(peopleIn(dialogId));
    known.set(dialogId, names);
    return names;
  }

  function mayNameEveryone(dialogId: string): boolean {
    const record = directory.record(dialogId);
    const role = record?.members?.find(({ userId }) => userId === ownUserId)?.role;
    return record !== null && !isDirect(record) && (role === 'owner' || role === 'admin');
  }

  function of(message: Pick<Message, 'dialogId' | 'content' | 'meta' | 'id' | 'seq'>): Mention[] {
    return mentionsIn(message, () => namesIn(message.dialogId), nameOf);
  }

  function meansOwn(message: Message): boolean {
    return message.senderId !== ownUserId && isMeant(of(message), ownUserId);
  }

  store.onCommit('mentions', ({ users, records }) => {
    if (users.size > 0) known.clear();
    for (const dialogId of records) known.delete(dialogId);
  });

  return {
    of,
    /** Somebody else names the person, or everybody. */
    meansOwn,
    /** Keys of the messages above the own mark that name the person, oldest first. */
    unread: (dialogId: string, own: Mark): string[] =>
      store
        .unreadWithAt(dialogId, ownUserId, own, mostUnread)
        .filter(meansOwn)
        .map(({ key }) => key),
    /** What a text that is written here carries of its mentions; nothing on servers that do not check them (S19.3). */
    metaFor(dialogId: string, text: string, chosen: readonly string[] = []): MentionMeta {
      if (!has('mentions') || !text.includes('@')) return {};
      return mentionMeta(text, namesOf(peopleIn(dialogId), mayNameEveryone(dialogId)), chosen);
    },
  };
}

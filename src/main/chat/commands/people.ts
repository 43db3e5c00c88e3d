/** Finding people, making a dialog with them, and the own name among theirs. */
import { directName } from '../../../shared/directName.ts';
import type { User } from '../../../shared/domain.ts';
import { type NameQuery, parseNameQuery, rankName } from '../../../shared/search/nameMatch.ts';
import { CommandError } from '../commandError.ts';
import type { Directory } from '../people/directory.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import { oldSearchPatterns } from './oldPeopleSearch.ts';

const searchLimit = 50;
/** Of the old system, which answers more than was meant. */
const oldSearchLimit = 500;

export interface PeopleOptions {
  rest: RestClient;
  directory: Directory;
  /** The server greeted with what it can, which the old system does not. */
  isGreeted(): boolean;
  /** Learns the names of everybody in the dialogs. */
  learnPeople(): Promise<void>;
}

export function createPeople({ rest, directory, isGreeted, learnPeople }: PeopleOptions) {
  async function searchOld(meant: NameQuery): Promise<User[]> {
    const { written, sounding } = oldSearchPatterns(meant);
    const limit = meant.isEmpty ? searchLimit : oldSearchLimit;
    const users = meantOnes(await rest.users(written, limit), meant);
    if (users.length > 0 || sounding === null) return users;
    return meantOnes(await rest.users(sounding, limit), meant);
  }

  return {
    /** The own name; rejects with CommandError where the server knows no change of it. */
    async rename(name: string): Promise<User> {
      try {
        return await rest.rename(name);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) throw new CommandError('notSupported', error);
        throw error;
      }
    },
    /** By name or phone; the best matches first. What is known here without asking is the page's to add. */
    async search(query: string): Promise<User[]> {
      const meant = parseNameQuery(query);
      if (!meant.isEmpty && meant.words.length === 0) return [];
      const users = isGreeted()
        ? meantOnes(await rest.users(query.trim(), searchLimit), meant)
        : await searchOld(meant);
      directory.takeUsers(users);
      return users;
    },
    /** One other person without a name makes, or finds, the direct dialog with them. Answers its id. */
    async createDialog(name: string | undefined, memberIds: string[]): Promise<string> {
      const peer = memberIds.length === 1 && name === undefined ? memberIds[0] : undefined;
      if (peer === undefined && (name === undefined || name.trim() === ''))
        throw new CommandError('dialogNameRequired');
      const peerName = directory.users().find((user) => user.userId === peer)?.name ?? '';
      const dialog =
        peer === undefined
          ? await rest.createDialog((name ?? '').trim(), memberIds, 'group')
          : await rest.createDialog(directName(peerName), memberIds, 'direct');
      directory.takeListed(dialog);
      await learnPeople();
      return dialog.dialogId;
    },
  };
}

function meantOnes(users: User[], meant: NameQuery): User[] {
  return users
    .map((user) => ({ user, rank: rankName(user.name, user.phone, meant) }))
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .flatMap(({ user, rank }) => (rank === null ? [] : [user]));
}

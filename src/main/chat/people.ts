/** Finding people, making a dialog with them, and the own name among theirs. */
import type { User } from '../../shared/domain.ts';
import { CommandError } from './commandError.ts';
import type { Directory } from './directory.ts';
import { ApiError, type RestClient } from './rest.ts';

const searchLimit = 50;

export interface PeopleOptions {
  rest: RestClient;
  directory: Directory;
  /** Learns the names of everybody in the dialogs. */
  learnPeople(): Promise<void>;
}

export function createPeople({ rest, directory, learnPeople }: PeopleOptions) {
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
    async search(query: string): Promise<User[]> {
      const users = await rest.users(query.trim(), searchLimit);
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
          : await rest.createDialog(`Диалог с ${peerName}`, memberIds, 'direct');
      directory.takeListed(dialog);
      await learnPeople();
      return dialog.dialogId;
    },
  };
}

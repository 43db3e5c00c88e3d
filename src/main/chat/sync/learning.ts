/** Who is in the dialogs, and what they are called: learned where it is not known, and again where it changed. */
import type { RemoteDialogDetails } from '../../../shared/remote.ts';
import type { Bus } from '../facts.ts';
import type { Directory } from '../people/directory.ts';
import type { Log } from '../ports.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import { readDetails } from './dialogDetails.ts';

export interface LearningOptions {
  bus: Bus;
  rest: RestClient;
  directory: Directory;
  log: Log;
  isUp(): boolean;
  takeDetails(details: RemoteDialogDetails): void;
  onFailed(error: unknown): void;
}

export type Learning = ReturnType<typeof createLearning>;

export function createLearning(options: LearningOptions) {
  const { bus, rest, directory, onFailed } = options;
  let userListLoaded = false;
  const unknownUsers = new Set<string>();

  /** The names of everybody in the dialogs. */
  async function learnPeople(): Promise<void> {
    if (!userListLoaded) {
      directory.takeUsers(await rest.users('', 1_000));
      userListLoaded = true;
    }
    for (const record of directory.lacksMembers()) {
      options.takeDetails(await readDetails(rest, record.dialogId));
    }
    const missing = new Set(
      directory.records().flatMap((record) => record.members?.map((member) => member.userId) ?? []),
    );
    for (const userId of missing) await learnUser(userId);
  }

  async function learnUser(userId: string): Promise<void> {
    if (directory.hasUser(userId) || unknownUsers.has(userId)) return;
    // Remembered before the answer, so that a sender who is no user is asked about once.
    unknownUsers.add(userId);
    try {
      directory.takeUsers([await rest.user(userId)]);
      unknownUsers.delete(userId);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      options.log.info('users.unknown', { userId, cause: String(error) });
    }
  }

  const learnPeopleSoon = () => void learnPeople().catch(onFailed);
  bus.on('caughtUp', learnPeopleSoon);
  bus.on('membersTold', learnPeopleSoon);
  bus.on('dialogsListed', () => {
    if (options.isUp()) learnPeopleSoon();
  });
  bus.on('userChanged', (userId) => {
    void rest
      .user(userId)
      .then((user) => directory.takeUsers([user]))
      .catch(onFailed);
  });

  return {
    learnPeople,
    learnUser,
    /** Who is in a dialog changes seldom: asked once, and again when the server says that it changed. */
    async learnMembers(dialogId: string): Promise<void> {
      options.takeDetails(await readDetails(rest, dialogId));
      await learnPeople();
    },
  };
}

/** The engine's accounts, kept in the vault; each person's history is a file of its own. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { Accounts, SignedInAccount } from '../chat/engine.ts';
import type { Log } from '../chat/ports.ts';
import type { HistoryStore } from '../chat/store.ts';
import { systemClock as clock } from '../clock.ts';
import { DatabaseError, deleteDatabase, quarantineDatabase } from './database.ts';
import { type FileStore, openFileStore } from './fileStore.ts';
import { openHistory } from './history.ts';
import type { Vault } from './vault.ts';

type AccountName = Pick<SignedInAccount, 'server' | 'user'>;

/** The vault keeps one secret a person: both tokens in one. */
const secretsSchema = z.object({ token: z.string(), refreshToken: z.string().nullable() });

function readSecrets(secret: string): z.infer<typeof secretsSchema> | null {
  try {
    return secretsSchema.parse(JSON.parse(secret));
  } catch {
    return null;
  }
}

/** The files of its messages lie beside a history, under its key. */
const fileStorePath = (history: string) => history.replace(/history-([0-9a-f]+\.db)$/, 'files-$1');

/**
 * Also finishes erasures that an earlier run promised and did not get to. A sign-in at a server that `mayUse` refuses is
 * left where it is, as if nobody were signed in.
 */
export function createAccounts(
  vault: Vault,
  log: Log,
  mayUse: (server: string) => boolean = () => true,
): Accounts & { openFiles(account: AccountName): FileStore } {
  function erase(files: string[]): void {
    for (const file of files) {
      deleteDatabase(fileStorePath(file));
      deleteDatabase(file);
      vault.confirmErased(file);
    }
  }

  const placeOf = ({ server, user }: AccountName) => vault.historyStore({ server, userId: user.userId });

  /** What the server has comes back with the next catch-up; a damaged file stays for a rescue. */
  function orAnew<Opened>(place: { file: string }, { user }: AccountName, open: () => Opened): Opened {
    try {
      return open();
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.reason !== 'corrupt') throw error;
      log.warn('history.quarantined', {
        userId: user.userId,
        file: basename(quarantineDatabase(place.file)),
      });
      return open();
    }
  }

  function open(account: SignedInAccount): HistoryStore {
    const place = placeOf(account);
    return orAnew(place, account, () => openHistory(place));
  }

  function openFiles(account: AccountName): FileStore {
    const { file, key } = placeOf(account);
    const place = { file: fileStorePath(file), key };
    return orAnew(place, account, () => openFileStore(place, clock.now));
  }

  erase(vault.pendingErasures());
  return {
    keepsSignIn: vault.keepsSignIn,
    active() {
      const account = vault.activeAccount();
      const secrets = account === null ? null : readSecrets(account.token);
      if (account === null || secrets === null || !mayUse(account.server)) return null;
      return { ...account, ...secrets };
    },
    signIn: ({ token, refreshToken, ...account }) =>
      void vault.signIn({ ...account, token: JSON.stringify({ token, refreshToken }) }),
    updateTokens: ({ token, refreshToken }) => vault.updateToken(JSON.stringify({ token, refreshToken })),
    signOut: (eraseEverything) => erase(vault.signOut({ erase: eraseEverything }).historyFiles),
    openHistory: open,
    openFiles,
  };
}

/** The engine's accounts, kept in the vault; each person's history is a file of its own. */
import { z } from 'zod';
import type { Accounts, SignedInAccount } from '../chat/engine.ts';
import type { Log } from '../chat/ports.ts';
import type { HistoryStore } from '../chat/store.ts';
import { DatabaseError, deleteDatabase, quarantineDatabase } from './database.ts';
import { openHistory } from './history.ts';
import type { Vault } from './vault.ts';

/** The vault keeps one secret a person: both tokens in one. */
const secretsSchema = z.object({ token: z.string(), refreshToken: z.string().nullable() });

function readSecrets(secret: string): z.infer<typeof secretsSchema> | null {
  try {
    return secretsSchema.parse(JSON.parse(secret));
  } catch {
    return null;
  }
}

/**
 * Also finishes erasures that an earlier run promised and did not get to. A sign-in at a server that `mayUse` refuses is
 * left where it is, as if nobody were signed in.
 */
export function createAccounts(
  vault: Vault,
  log: Log,
  mayUse: (server: string) => boolean = () => true,
): Accounts {
  function erase(files: string[]): void {
    for (const file of files) {
      deleteDatabase(file);
      vault.confirmErased(file);
    }
  }

  function open(account: SignedInAccount): HistoryStore {
    const place = vault.historyStore({ server: account.server, userId: account.user.userId });
    try {
      return openHistory(place);
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.reason !== 'corrupt') throw error;
      // What the server has comes back with the next catch-up; the damaged file stays for a rescue.
      quarantineDatabase(place.file);
      log.warn('history.quarantined', { userId: account.user.userId });
      return openHistory(place);
    }
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
  };
}

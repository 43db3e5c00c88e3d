/** The engine's accounts, kept in the vault; each person's history is a file of its own. */
import type { Accounts, SignedInAccount } from '../chat/engine.ts';
import type { Log } from '../chat/ports.ts';
import type { HistoryStore } from '../chat/store.ts';
import { DatabaseError, deleteDatabase, quarantineDatabase } from './database.ts';
import { openHistory } from './history.ts';
import type { Vault } from './vault.ts';

/** Also finishes erasures that an earlier run promised and did not get to. */
export function createAccounts(vault: Vault, log: Log): Accounts {
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
    active: () => vault.activeAccount(),
    signIn: (account) => void vault.signIn(account),
    signOut: (eraseEverything) => erase(vault.signOut({ erase: eraseEverything }).historyFiles),
    openHistory: open,
  };
}

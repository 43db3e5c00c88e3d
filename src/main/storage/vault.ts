/** Who is signed in, and the secrets: token and history key, each encrypted by the system's key store. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { User } from '../../shared/domain.ts';
import type { Log } from '../chat/ports.ts';
import {
  type Database,
  DatabaseError,
  deleteDatabase,
  isSound,
  makePrivateFile,
  migrate,
  openDatabase,
  quarantineDatabase,
} from './database.ts';

/** The system's key store. */
export interface SecretCipher {
  /** False where there is none, or only one that hides nothing. */
  readonly available: boolean;
  encrypt(text: string): Uint8Array;
  /** Throws when the data was encrypted elsewhere or is damaged. */
  decrypt(data: Uint8Array): string;
}

export interface AccountName {
  server: string;
  userId: string;
}

export interface ActiveAccount {
  server: string;
  user: User;
  token: string;
  /** False: the token is in memory only and ends with the program. */
  keepsSignIn: boolean;
}

export interface HistoryStore {
  /** Absolute path. */
  file: string;
  /** Null: this file is not encrypted. */
  key: string | null;
}

export interface Vault {
  readonly keepsSignIn: boolean;
  /** Null when nobody is signed in or the token cannot be read. */
  activeAccount(): ActiveAccount | null;
  /** Replaces whoever was signed in; that account's token is forgotten. */
  signIn(account: { server: string; user: User; token: string }): ActiveAccount;
  updateToken(token: string): void;
  /** Forgets the token. With `erase` also the account and its keys; answers the history files that must be deleted now. */
  signOut(options: { erase: boolean }): { historyFiles: string[] };
  /** The account's history file, made up at first use; never changed from plain to encrypted or back. */
  historyStore(account: AccountName): HistoryStore;
  /** Files whose erasure was promised and not confirmed, as after a crash. Delete them at start. */
  pendingErasures(): string[];
  confirmErased(file: string): void;
  close(): void;
}

export interface VaultOptions {
  /** Absolute; made where missing. */
  directory: string;
  cipher: SecretCipher;
  log: Log;
}

/** `digest` covers the row: SQLite has no checksums, and a flipped bit in a key would make a good history look broken. */
const schema = [
  `CREATE TABLE account (
     server TEXT NOT NULL, user_id TEXT NOT NULL, user TEXT NOT NULL, token BLOB, active INTEGER NOT NULL, digest TEXT NOT NULL,
     PRIMARY KEY (server, user_id)
   ) STRICT;
   CREATE TABLE history (
     file TEXT PRIMARY KEY, server TEXT NOT NULL, user_id TEXT NOT NULL, key BLOB, digest TEXT NOT NULL
   ) STRICT;
   CREATE TABLE erasure (file TEXT PRIMARY KEY) STRICT;`,
];

const userSchema = z.object({ userId: z.string(), name: z.string(), phone: z.string().nullable() });
const blob = z.custom<Uint8Array>((value) => value instanceof Uint8Array).nullable();
const accountRow = z.object({
  server: z.string(),
  user_id: z.string(),
  user: z.string(),
  token: blob,
  active: z.number(),
  digest: z.string(),
});
const historyRow = z.object({
  // Joined to a path, so nothing but what is made here.
  file: z.string().regex(/^history-[0-9a-f]{16}\.db$/),
  server: z.string(),
  user_id: z.string(),
  key: blob,
  digest: z.string(),
});
type AccountRow = z.infer<typeof accountRow>;
type HistoryRow = z.infer<typeof historyRow>;

/** Opens the profile's vault. A broken one is put aside and the copy of its last good state takes its place. */
export function createVault({ directory, cipher, log }: VaultOptions): Vault {
  const file = join(directory, 'vault.db');
  const database = openChecked(file, log);
  /** Where the key store is missing: `server userId` → token. */
  const sessionTokens = new Map<string, string>();

  const accounts = () => database.all('SELECT * FROM account').map((row) => accountRow.parse(row));
  const activeRow = () => accounts().find((row) => row.active === 1);

  function write(row: Omit<AccountRow, 'digest'>): void {
    database.run(
      `INSERT INTO account (server, user_id, user, token, active, digest) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET user = excluded.user, token = excluded.token, active = excluded.active, digest = excluded.digest`,
      [row.server, row.user_id, row.user, row.token, row.active, accountDigest(row)],
    );
  }

  function change<Result>(work: () => Result): Result {
    const result = database.transaction(work);
    keepCopy(database, file, log);
    return result;
  }

  function keepToken(row: Omit<AccountRow, 'digest' | 'token'>, token: string): void {
    sessionTokens.clear();
    if (!cipher.available) sessionTokens.set(accountKey(row), token);
    write({ ...row, token: cipher.available ? cipher.encrypt(token) : null });
  }

  function readSecret(data: Uint8Array | null): string | null {
    if (data === null || !cipher.available) return null;
    try {
      return cipher.decrypt(data);
    } catch {
      return null;
    }
  }

  function activeAccount(): ActiveAccount | null {
    const row = activeRow();
    if (!row) return null;
    const token = sessionTokens.get(accountKey(row)) ?? readSecret(row.token);
    if (token === null) {
      // Support has to know why somebody is asked to sign in again.
      if (row.token !== null) log.warn('vault.tokenUnreadable', { keyStore: cipher.available });
      return null;
    }
    const user = userSchema.parse(JSON.parse(row.user));
    return { server: row.server, user, token, keepsSignIn: !sessionTokens.has(accountKey(row)) };
  }

  function histories({ server, userId }: AccountName): HistoryRow[] {
    return database
      .all('SELECT * FROM history WHERE server = ? AND user_id = ? ORDER BY rowid DESC', [server, userId])
      .map((row) => historyRow.parse(row));
  }

  function makeHistory(account: AccountName): HistoryStore {
    const name = `history-${randomBytes(8).toString('hex')}.db`;
    const key = cipher.available ? randomBytes(32).toString('hex') : null;
    const row = {
      file: name,
      server: account.server,
      user_id: account.userId,
      key: key === null ? null : cipher.encrypt(key),
    };
    change(() =>
      database.run('INSERT INTO history (file, server, user_id, key, digest) VALUES (?, ?, ?, ?, ?)', [
        row.file,
        row.server,
        row.user_id,
        row.key,
        historyDigest(row),
      ]),
    );
    return { file: join(directory, name), key };
  }

  return {
    keepsSignIn: cipher.available,
    activeAccount,
    signIn: ({ server, user, token }) => {
      change(() => {
        for (const row of accounts()) write({ ...row, token: null, active: 0 });
        const { userId, name, phone } = user;
        keepToken(
          { server, user_id: userId, user: JSON.stringify({ userId, name, phone }), active: 1 },
          token,
        );
      });
      return { server, user, token, keepsSignIn: cipher.available };
    },
    updateToken: (token) => {
      change(() => {
        const row = activeRow();
        if (row) keepToken(row, token);
      });
    },
    signOut: ({ erase }) => {
      const row = activeRow();
      sessionTokens.clear();
      if (!row) return { historyFiles: [] };
      const account = { server: row.server, userId: row.user_id };
      const doomed = erase ? histories(account).map((history) => history.file) : [];
      change(() => {
        write({ ...row, token: null, active: 0 });
        for (const name of doomed) database.run('INSERT OR IGNORE INTO erasure (file) VALUES (?)', [name]);
        if (!erase) return;
        database.run('DELETE FROM history WHERE server = ? AND user_id = ?', [row.server, row.user_id]);
        database.run('DELETE FROM account WHERE server = ? AND user_id = ?', [row.server, row.user_id]);
      });
      return { historyFiles: doomed.map((name) => join(directory, name)) };
    },
    historyStore: (account) => {
      const made = histories(account);
      // Without the key store today, an encrypted history waits for it, and this session gets a plain one.
      for (const history of made) {
        const key = readSecret(history.key);
        if (key !== null) return { file: join(directory, history.file), key };
      }
      const plain = made.find((history) => history.key === null);
      if (plain) return { file: join(directory, plain.file), key: null };
      if (made.length > 0) log.warn('vault.historyKeyUnreadable', { histories: made.length });
      return makeHistory(account);
    },
    pendingErasures: () =>
      database
        .all<{ file: unknown }>('SELECT file FROM erasure')
        .map((row) => join(directory, historyRow.shape.file.parse(row.file))),
    confirmErased: (erased) => {
      change(() => {
        for (const { file: name } of database.all<{ file: string }>('SELECT file FROM erasure')) {
          if (join(directory, name) === erased) database.run('DELETE FROM erasure WHERE file = ?', [name]);
        }
      });
    },
    close: () => database.close(),
  };
}

function openChecked(file: string, log: Log): Database {
  const copy = copyOf(file);
  for (const attempt of ['own', 'copy', 'empty'] as const) {
    let database: Database | null = null;
    try {
      database = openDatabase({ file });
      migrate(database, schema);
      if (isSound(database) && rowsAreWhole(database)) return database;
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.reason !== 'corrupt') {
        database?.close();
        throw error;
      }
    }
    database?.close();
    log.warn('vault.quarantined', { attempt, file: quarantineDatabase(file) });
    if (attempt === 'own' && existsSync(copy)) renameSync(copy, file);
  }
  throw new DatabaseError('failed', 'The vault cannot be made');
}

const copyOf = (file: string) => `${file}.copy`;

function keepCopy(database: Database, file: string, log: Log): void {
  const unfinished = `${copyOf(file)}.new`;
  try {
    deleteDatabase(unfinished);
    makePrivateFile(unfinished);
    database.run('VACUUM INTO ?', [unfinished]);
    renameSync(unfinished, copyOf(file));
  } catch (error) {
    log.warn('vault.copyFailed', { cause: error instanceof Error ? error.message : 'unknown' });
  }
}

function rowsAreWhole(database: Database): boolean {
  const accountsWhole = database.all('SELECT * FROM account').every((row) => {
    const parsed = accountRow.safeParse(row);
    return parsed.success && parsed.data.digest === accountDigest(parsed.data);
  });
  const historiesWhole = database.all('SELECT * FROM history').every((row) => {
    const parsed = historyRow.safeParse(row);
    return parsed.success && parsed.data.digest === historyDigest(parsed.data);
  });
  return accountsWhole && historiesWhole;
}

const accountKey = (row: { server: string; user_id: string }) => `${row.server} ${row.user_id}`;

const accountDigest = (row: Omit<AccountRow, 'digest'>) =>
  digestOf([row.server, row.user_id, row.user, hexOf(row.token), row.active]);

const historyDigest = (row: Omit<HistoryRow, 'digest'>) =>
  digestOf([row.file, row.server, row.user_id, hexOf(row.key)]);

const hexOf = (data: Uint8Array | null) => (data === null ? null : Buffer.from(data).toString('hex'));

const digestOf = (values: (string | number | null)[]) =>
  createHash('sha256').update(JSON.stringify(values)).digest('hex');

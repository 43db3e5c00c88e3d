import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { createVault, type SecretCipher, type Vault } from './vault.ts';

const canary = 'canary.token.8f3a2b';
const server = 'https://chat.example.ru';
const alexander = { userId: 'usr_1', name: 'Александр Петров', phone: '79111111111' };
const andrey = { userId: 'usr_2', name: 'Андрей Волков', phone: null };

let directory: string;
let logged: unknown[];
let open: Vault[];
const keyStore = testCipher();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chat3-vault-'));
  logged = [];
  open = [];
});

afterEach(() => {
  for (const vault of open) vault.close();
  rmSync(directory, { recursive: true });
});

/** Like the system's: authenticated, another machine cannot read it. */
function testCipher(): SecretCipher {
  const key = randomBytes(32);
  return {
    available: true,
    encrypt: (text) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), data]);
    },
    decrypt: (data) => {
      const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, 12));
      decipher.setAuthTag(data.subarray(12, 28));
      return Buffer.concat([decipher.update(data.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}

const noKeyStore: SecretCipher = {
  available: false,
  encrypt: () => {
    throw new Error('unavailable');
  },
  decrypt: () => {
    throw new Error('unavailable');
  },
};

function start(cipher: SecretCipher = keyStore): Vault {
  for (const vault of open.splice(0)) vault.close();
  const write = (event: string, details?: unknown) => {
    logged.push(event, details);
  };
  const vault = createVault({ directory, cipher, log: { info: write, warn: write } });
  open.push(vault);
  return vault;
}

function storedBytes(): Buffer {
  return Buffer.concat(readdirSync(directory).map((name) => readFileSync(join(directory, name))));
}

function expectNoCanary(): void {
  const bytes = storedBytes();
  for (const form of [
    canary,
    Buffer.from(canary).toString('base64').replaceAll('=', ''),
    Buffer.from(canary).toString('hex'),
  ]) {
    expect(bytes.includes(form)).toBe(false);
    expect(JSON.stringify(logged)).not.toContain(form);
  }
}

describe('signing in', () => {
  it('is remembered across restarts', () => {
    const vault = start();
    expect(vault.activeAccount()).toBeNull();
    expect(vault.signIn({ server, user: alexander, token: canary })).toEqual({
      server,
      user: alexander,
      token: canary,
      keepsSignIn: true,
    });
    expect(start().activeAccount()).toEqual({ server, user: alexander, token: canary, keepsSignIn: true });
    expectNoCanary();
  });

  it('replaces the one before, whose token is forgotten', () => {
    const vault = start();
    vault.signIn({ server, user: alexander, token: canary });
    vault.signIn({ server, user: andrey, token: 'other' });
    expect(vault.activeAccount()).toMatchObject({ user: andrey, token: 'other' });
    const database = openDatabase({ file: join(directory, 'vault.db') });
    expect(database.all('SELECT user_id FROM account WHERE token IS NOT NULL')).toEqual([
      { user_id: 'usr_2' },
    ]);
    database.close();
  });

  it('takes a refreshed token', () => {
    start().signIn({ server, user: alexander, token: 'old' });
    start().updateToken('new');
    expect(start().activeAccount()).toMatchObject({ token: 'new' });
  });

  it('without a key store lasts for the session', () => {
    const vault = start(noKeyStore);
    expect(vault.keepsSignIn).toBe(false);
    vault.signIn({ server, user: alexander, token: 'first' });
    vault.updateToken(canary);
    expect(vault.activeAccount()).toEqual({ server, user: alexander, token: canary, keepsSignIn: false });
    expectNoCanary();
    expect(start(noKeyStore).activeAccount()).toBeNull();
  });

  it('ends when the key store cannot read the token any more', () => {
    start().signIn({ server, user: alexander, token: canary });
    expect(start(testCipher()).activeAccount()).toBeNull();
    expect(logged).toEqual(['vault.tokenUnreadable', { keyStore: true }]);
    expect(start(noKeyStore).activeAccount()).toBeNull();
    expect(logged.slice(2)).toEqual(['vault.tokenUnreadable', { keyStore: false }]);
  });

  it('says nothing where nobody was signed in', () => {
    expect(start().activeAccount()).toBeNull();
    start().signIn({ server, user: alexander, token: canary });
    start().signOut({ erase: false });
    expect(start().activeAccount()).toBeNull();
    expect(logged).toEqual([]);
  });
});

describe('the history file', () => {
  const account = { server, userId: alexander.userId };

  it('is made up once and stays', () => {
    const first = start().historyStore(account);
    expect(first.file.startsWith(join(directory, 'history-'))).toBe(true);
    expect(first.key).toMatch(/^[0-9a-f]{64}$/);
    expect(start().historyStore(account)).toEqual(first);
    expect(storedBytes().includes(first.key ?? '')).toBe(false);
    expect(first.file).not.toContain(alexander.userId);
  });

  it('differs by person and by server', () => {
    const vault = start();
    const files = [account, { server, userId: 'usr_2' }, { server: 'https://other.ru', userId: 'usr_1' }].map(
      (name) => vault.historyStore(name).file,
    );
    expect(new Set(files).size).toBe(3);
  });

  it('stays plain when it began so', () => {
    const plain = start(noKeyStore).historyStore(account);
    expect(plain.key).toBeNull();
    expect(start().historyStore(account)).toEqual(plain);
  });

  it('waits for the key store when that is away, and is there again afterwards', () => {
    const keyed = start().historyStore(account);
    const meanwhile = start(noKeyStore).historyStore(account);
    expect(meanwhile).toMatchObject({ key: null });
    expect(meanwhile.file).not.toBe(keyed.file);
    expect(start(noKeyStore).historyStore(account)).toEqual(meanwhile);
    expect(start().historyStore(account)).toEqual(keyed);
  });
});

describe('signing out', () => {
  it('keeps the history for the same person', () => {
    const vault = start();
    vault.signIn({ server, user: alexander, token: canary });
    const history = vault.historyStore({ server, userId: 'usr_1' });
    expect(vault.signOut({ erase: false })).toEqual({ historyFiles: [] });
    expect(start().activeAccount()).toBeNull();
    expect(start().historyStore({ server, userId: 'usr_1' })).toEqual(history);
  });

  it('erases name, token and key on a shared computer, in the copy too (S15.4)', () => {
    const vault = start();
    vault.signIn({ server, user: { ...alexander, name: canary }, token: 'token' });
    const history = vault.historyStore({ server, userId: 'usr_1' });
    expect(vault.signOut({ erase: true })).toEqual({ historyFiles: [history.file] });
    vault.close();
    expectNoCanary();
    const again = start();
    expect(again.pendingErasures()).toEqual([history.file]);
    expect(again.historyStore({ server, userId: 'usr_1' }).file).not.toBe(history.file);
    again.confirmErased(history.file);
    expect(start().pendingErasures()).toEqual([]);
  });

  it('is nothing when nobody is signed in', () => {
    expect(start().signOut({ erase: true })).toEqual({ historyFiles: [] });
  });
});

describe('files', () => {
  it('belong to this user alone', () => {
    start().signIn({ server, user: alexander, token: canary });
    for (const name of readdirSync(directory))
      expect(statSync(join(directory, name)).mode & 0o077, name).toBe(0);
  });

  it('come back from the copy after any flipped byte, and the broken one is kept (S15.2, S17.13)', () => {
    const account = { server, userId: 'usr_1' };
    const vault = start();
    vault.signIn({ server, user: alexander, token: canary });
    const history = vault.historyStore(account);
    vault.close();
    const good = readFileSync(join(directory, 'vault.db'));
    const copy = readFileSync(join(directory, 'vault.db.copy'));
    for (let offset = 0; offset < good.length; offset += 331) {
      for (const name of readdirSync(directory)) rmSync(join(directory, name));
      const damaged = Buffer.from(good);
      damaged[offset] = (damaged[offset] ?? 0) ^ 0x55;
      writeFileSync(join(directory, 'vault.db'), damaged);
      writeFileSync(join(directory, 'vault.db.copy'), copy);
      const reopened = start();
      expect(reopened.activeAccount()?.token, `byte ${offset}`).toBe(canary);
      expect(reopened.historyStore(account), `byte ${offset}`).toEqual(history);
    }
  }, 60_000);

  it('start empty when the copy is broken too', () => {
    start().signIn({ server, user: alexander, token: canary });
    for (const vault of open.splice(0)) vault.close();
    for (const name of ['vault.db', 'vault.db.copy'])
      writeFileSync(join(directory, name), 'nonsense '.repeat(999));
    expect(start().activeAccount()).toBeNull();
    expect(readdirSync(directory).filter((name) => /\.broken-\d+-*$/.test(name)).length).toBe(2);
    expect(logged).toContain('vault.quarantined');
  });
});

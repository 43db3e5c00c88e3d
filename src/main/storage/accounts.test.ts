import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { testKeyStore } from '../../../tests/chaos/testKeyStore.ts';
import { createAccounts } from './accounts.ts';
import { createVault } from './vault.ts';

const log = { info: () => {}, warn: () => {} };
const account = {
  server: 'https://chat.example.ru',
  user: { userId: 'usr_1', name: 'Анна', phone: null },
  token: 'token',
  refreshToken: null,
};

test('the files of an account lie beside its history, under its key, and are erased with it (S15.4, S20.8)', () => {
  const directory = mkdtempSync(join(tmpdir(), 'chat3-accounts-'));
  const vault = createVault({ directory, cipher: testKeyStore, log });
  onTestFinished(() => {
    vault.close();
    rmSync(directory, { recursive: true });
  });
  const accounts = createAccounts(vault, log);
  accounts.signIn(account);
  const history = accounts.openHistory(account);
  const files = accounts.openFiles(account);
  files.begin('local_1', { name: 'a', bytes: 3, mimeType: 'x', kind: 'file' }, 'message');
  files.append('local_1', 0, new Uint8Array(3));
  const names = () => readdirSync(directory).filter((name) => /^(files|history)-/.test(name));
  expect(names().some((name) => name.startsWith('files-'))).toBe(true);
  history.close();
  files.close();
  accounts.signOut(true);
  expect(names()).toEqual([]);
});

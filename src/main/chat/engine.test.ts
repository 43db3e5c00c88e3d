import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { testKeyStore } from '../../../tests/chaos/testKeyStore.ts';
import { createRandom, createVirtualClock } from '../../../tests/simulation/virtualClock.ts';
import { createAccounts } from '../storage/accounts.ts';
import { createVault } from '../storage/vault.ts';
import { createEngine } from './engine.ts';
import type { ChatSocketHandlers, HttpResponse } from './ports.ts';

const startedAt = 1_800_000_000_000;
const andrey = '79777777777';
const sasha = '79111111111';
const log = { info: () => {}, warn: () => {} };

/** Ran out long ago, so that a refused handshake asks for another. */
const tokenOf = (name: string) => `${name}.${btoa(JSON.stringify({ userId: name, iat: 1, exp: 2 }))}.`;
const answer = (body: object): HttpResponse => ({ status: 200, body, retryAfterMs: null });

/** A real vault; a server that answers each sign-in with tokens of its own and leaves a new token and a new name for later. */
function setUp() {
  const directory = mkdtempSync(join(tmpdir(), 'chat3-engine-'));
  const vault = createVault({ directory, cipher: testKeyStore, log });
  const accounts = createAccounts(vault, log);
  const clock = createVirtualClock(startedAt);
  const refreshes: ((response: HttpResponse) => void)[] = [];
  const renames: ((response: HttpResponse) => void)[] = [];
  let handlers: ChatSocketHandlers | null = null;
  let signIns = 0;
  const engine = createEngine({
    accounts,
    http: async ({ url, body }) => {
      if (url.endsWith('/auth/refresh')) return new Promise((resolve) => refreshes.push(resolve));
      if (url.endsWith('/users/me')) return new Promise((resolve) => renames.push(resolve));
      if (!url.endsWith('/auth/verify-code')) return { status: 503, body: {}, retryAfterMs: null };
      const { phone } = JSON.parse(body ?? '');
      const name = `${phone}-${++signIns}`;
      const user = { userId: `usr_${phone}`, name: phone, phone };
      return answer({ success: true, token: tokenOf(name), refreshToken: name, user });
    },
    createSocket: (options) => {
      handlers = options.handlers;
      return {
        connect: () => {},
        disconnect: () => {},
        dispose: () => {},
        emit: () => {},
        emitWithAck: () => new Promise(() => {}),
        probe: async () => true,
        id: null,
        listenerCount: 0,
      };
    },
    clock,
    random: createRandom(1),
    log,
    emit: () => {},
    server: () => 'http://server',
  });
  onTestFinished(() => {
    engine.stop();
    vault.close();
    rmSync(directory, { recursive: true });
  });
  const settle = () => clock.runUntil(clock.now());
  return {
    engine,
    accounts,
    async refuseHandshake() {
      handlers?.onConnectError('Authentication failed');
      await settle();
    },
    async answerRename(phone: string, name: string) {
      expect(renames).toHaveLength(1);
      renames.shift()?.(answer({ success: true, data: { userId: `usr_${phone}`, name, phone } }));
      await settle();
    },
    async answerRefresh() {
      expect(refreshes).toHaveLength(1);
      refreshes.shift()?.(answer({ success: true, token: tokenOf('late'), refreshToken: 'late' }));
      await settle();
    },
  };
}

test.each([
  ['another person', sasha],
  ['the same person once more', andrey],
])('a token that comes after the sign-out is not given to %s (S2.2)', async (_who, next) => {
  const { engine, accounts, refuseHandshake, answerRefresh } = setUp();
  await engine.verifyCode(andrey, '1234');
  await refuseHandshake();
  await engine.signOut(false);
  await engine.verifyCode(next, '1234');
  const kept = accounts.active();
  expect(kept).toMatchObject({ user: { phone: next }, refreshToken: `${next}-2` });
  await answerRefresh();
  expect(accounts.active()).toEqual(kept);
});

test('a token that comes in time is kept (S2.3)', async () => {
  const { engine, accounts, refuseHandshake, answerRefresh } = setUp();
  await engine.verifyCode(andrey, '1234');
  await refuseHandshake();
  await answerRefresh();
  expect(accounts.active()).toMatchObject({ user: { phone: andrey }, refreshToken: 'late' });
});

test('a name that comes after the sign-out signs nobody in (S2.2)', async () => {
  const { engine, accounts, answerRename } = setUp();
  await engine.verifyCode(andrey, '1234');
  const renamed = engine.updateName('Андрей');
  await engine.signOut(false);
  await answerRename(andrey, 'Андрей');
  await renamed;
  expect([engine.session().state, accounts.active()]).toEqual(['signedOut', null]);
});

test('a name that comes in time is kept', async () => {
  const { engine, accounts, answerRename } = setUp();
  await engine.verifyCode(andrey, '1234');
  const renamed = engine.updateName('Андрей');
  await answerRename(andrey, 'Андрей');
  await renamed;
  expect(accounts.active()).toMatchObject({ user: { name: 'Андрей' }, refreshToken: `${andrey}-1` });
});

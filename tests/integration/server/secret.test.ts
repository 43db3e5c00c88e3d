import { createHmac } from 'node:crypto';
import { mkdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { askServer } from '../../../server/src/admin/door.ts';
import { startServer } from '../../../server/src/server.ts';
import { call, manualClock, Person, temporaryDirectory } from './support.ts';

const PHONE = '79000000001';
const HOUR_MS = 3_600_000;

test('a key that could not be changed is none that the log tells of', async () => {
  const dataDir = temporaryDirectory();
  const server = await startServer({ dataDir, logLevel: 'silent' });
  onTestFinished(() => server.close());
  const admin = (command: string) => askServer(dataDir, { command, args: [], json: true });
  const actions = async () =>
    JSON.parse((await admin('audit'))?.lines[0] ?? '').map(({ action }: { action: string }) => action);
  // Where the new key would be written.
  mkdirSync(join(dataDir, 'secret.key.new'));
  await expect(admin('secret rotate')).rejects.toThrow();
  expect(await actions()).toEqual([]);
  rmdirSync(join(dataDir, 'secret.key.new'));
  await admin('secret rotate');
  expect(await actions()).toEqual(['secret-rotate']);
});

test('a key that was changed goes on verifying until its last token has ended, across a restart too', async () => {
  const dataDir = temporaryDirectory();
  const clock = manualClock();
  const sent: string[] = [];
  const options = {
    dataDir,
    registration: 'open' as const,
    now: clock.now,
    codeSender: { send: async (_phone: string, code: string) => void sent.push(code) },
    logLevel: 'silent',
    limits: { codeAnswerMs: 0 },
  };
  let server = await startServer(options);
  onTestFinished(() => server.close());
  const rotate = () => askServer(dataDir, { command: 'secret rotate', args: [], json: false });
  const ask = () =>
    call(server.url, 'POST', '/api/auth/request-code', { body: { phone: PHONE, name: 'Имя' } });
  const verify = async () => {
    const body = { phone: PHONE, code: sent.at(-1) };
    return call(server.url, 'POST', '/api/auth/verify-code', { body });
  };
  await ask();
  const before = new Person(server.url, (await verify()).body);
  // A code that is on its way holds as well.
  await ask();
  const file = join(dataDir, 'secret.key');
  const [old = ''] = readFileSync(file, 'utf8').split('\n');
  await rotate();
  const [current] = readFileSync(file, 'utf8').split('\n');
  expect([current === old, statSync(file).mode & 0o777]).toEqual([false, 0o600]);
  expect((await verify()).status).toBe(200);
  expect((await before.get('/auth/me')).status).toBe(200);

  await server.close();
  server = await startServer(options);
  const after = (token: string) => call(server.url, 'GET', '/api/auth/me', { token });
  expect((await after(before.token)).status).toBe(200);

  // A token of the old key that would live longer than any is no good once the key has ended.
  const [head = '', payload = ''] = before.token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const encoded = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 1_000_000 })).toString(
    'base64url',
  );
  const signature = createHmac('sha256', Buffer.from(old, 'hex'))
    .update(`${head}.${encoded}`)
    .digest('base64url');
  const forged = `${head}.${encoded}.${signature}`;
  clock.advance(48 * HOUR_MS + 1_000);
  expect((await after(forged)).status).toBe(401);
  await rotate();
  expect(readFileSync(file, 'utf8')).not.toContain(old);
});

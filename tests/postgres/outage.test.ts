import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startServer } from '../../server/src/server.ts';
import { openRaw } from '../../server/src/store/testing/rawDatabase.ts';
import { call, cast, SASHA, signIn, stranger, temporaryDirectory } from '../integration/server/support.ts';
import { PostgresServer } from '../support/postgres.ts';

const MESSAGES = 100;
let postgres: PostgresServer;

beforeAll(async () => {
  postgres = await PostgresServer.start();
});
afterAll(() => postgres.close());

/** Everything that this process writes to its log from now on. */
function listenToLog(): () => string {
  let said = '';
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += String(chunk);
    return true;
  });
  onTestFinished(() => spy.mockRestore());
  return () => said;
}

test('kill -9 of PostgreSQL in the middle of posting: what was acknowledged is there once, and writing goes on (P2.9)', async () => {
  const log = listenToLog();
  const server = await startServer({ demo: true, databaseUrl: postgres.url(), logLevel: 'debug' });
  onTestFinished(() => server.close());
  const sasha = await signIn(server.url, SASHA);
  const dialogId = await sasha.group();
  let [acknowledged, refused] = [0, 0];
  const post = async (key: string) => {
    for (;;) {
      const body = { content: `слово ${key}`, meta: { clientMessageId: key } };
      const answer = await sasha.post(`/messages/dialog/${dialogId}`, body);
      if (answer.status < 300) break;
      expect(answer.status).toBe(503);
      expect(answer.body.code).toBe('storage_unavailable');
      refused += 1;
    }
    acknowledged += 1;
  };
  const worker = async (name: number) => {
    for (let index = 0; index < MESSAGES; index += 1) await post(`${name}-${index}`);
  };
  const workers = Promise.all([0, 1, 2, 3].map(worker));
  await expect.poll(() => acknowledged, { timeout: 30_000 }).toBeGreaterThan(MESSAGES);
  await postgres.kill();
  await expect.poll(() => refused, { timeout: 30_000 }).toBeGreaterThan(10);
  expect((await call(server.url, 'GET', '/ready')).body).toMatchObject({ code: 'storage_unavailable' });
  expect((await call(server.url, 'GET', '/health')).status).toBe(200);
  expect((await sasha.get('/dialogs')).status).toBe(503);
  await postgres.startAgain();
  await workers;
  const contents: string[] = [];
  for (let since = 1; ; since += 100) {
    const { data } = (await sasha.get(`/messages/dialog/${dialogId}?since=${since}&limit=100`)).body;
    for (const message of data) {
      contents.push(message.content);
      expect(message.seq).toBe(contents.length + 1);
    }
    if (data.length < 100) break;
  }
  expect(contents).toHaveLength(4 * MESSAGES);
  expect(new Set(contents).size).toBe(4 * MESSAGES);
  expect((await call(server.url, 'GET', '/ready')).status).toBe(200);
  expect(log()).toContain('"statusCode":503');
  for (const secret of ['hidden-word', 'слово', sasha.token]) expect(log()).not.toContain(secret);
});

test('connections that an operator ends while nobody asks are replaced', async () => {
  const dataDir = temporaryDirectory();
  const { sasha } = await cast({ dataDir });
  const other = await stranger(dataDir);
  await other.run(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await expect.poll(async () => (await sasha.get('/dialogs')).status).toBe(200);
  expect((await sasha.post('/dialogs', { name: 'Снова', memberIds: [] })).status).toBe(201);
});

test('a full disk is 507 for those it hits, and nothing for those who come later (P2.9)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha } = await cast({ dataDir });
  const dialogId = await sasha.group();
  const other = await stranger(dataDir);
  await other.run(
    `create function fail() returns trigger language plpgsql as $$ begin
      raise exception 'could not extend file' using errcode = '53100'; end $$`,
    'create trigger fail before insert on messages for each row execute function fail()',
  );
  const post = () => sasha.post(`/messages/dialog/${dialogId}`, { content: 'да' });
  expect(await post()).toMatchObject({ status: 507, body: { code: 'storage_full' } });
  await other.run('drop trigger fail on messages');
  expect((await post()).body.data.seq).toBe(2);
});

test('a PostgreSQL that is not there, or not for us, is a sentence without the password', async () => {
  const refusal = (databaseUrl: string) =>
    startServer({ demo: true, databaseUrl }).then(
      () => 'started',
      (error: Error) => `${error.name} ${error.message}`,
    );
  const nobody = 'postgres://chat3:hidden-word@127.0.0.1:1/chat3';
  expect(await refusal(nobody)).toMatch(
    /The database 127\.0\.0\.1:1\/chat3 cannot be opened: .*ECONNREFUSED/,
  );
  expect(await refusal(postgres.url('nothing'))).toContain('database "nothing" does not exist');
  for (const url of [nobody, postgres.url('nothing')])
    expect(await refusal(url)).not.toContain('hidden-word');
});

test('the data of a demo and real ones are kept apart', async () => {
  const raw = await openRaw(postgres.url());
  await raw.run('create database demo');
  await raw.close();
  const databaseUrl = postgres.url('demo');
  await (await startServer({ demo: true, databaseUrl })).close();
  await expect(startServer({ databaseUrl })).rejects.toThrow('of a demo');
  await (await startServer({ demo: true, databaseUrl })).close();
});

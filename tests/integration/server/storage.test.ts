import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../server/src/store/database.ts';
import { call, cast, temporaryDirectory } from './support.ts';

/** Another process with its hands on the same database. */
async function stranger(dataDir: string) {
  const db = await openDatabase(join(dataDir, 'chat3.sqlite'));
  onTestFinished(() => db.destroy());
  return {
    run: async (...statements: string[]) => {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}

describe('a write lock that another process holds', () => {
  test('is waited for, while reads are answered', async () => {
    const dataDir = temporaryDirectory();
    const { sasha, url } = await cast({ dataDir });
    const dialogId = await sasha.group();
    const other = await stranger(dataDir);
    await other.run('begin immediate');
    let isAnswered = false;
    const post = sasha.post(`/messages/dialog/${dialogId}`, { content: 'терпение' });
    void post.then(() => {
      isAnswered = true;
    });
    const freedAt = performance.now() + 2_000;
    while (performance.now() < freedAt) expect((await sasha.get('/dialogs')).status).toBe(200);
    expect(isAnswered).toBe(false);
    await other.run('commit');
    expect((await post).status).toBe(201);
    expect((await call(url, 'GET', '/ready')).body.status).toBe('ready');
  });

  test('beyond patience it is a 503 that says so, and so does /ready; later writes know nothing of it (P2.8, P2.9)', async () => {
    const dataDir = temporaryDirectory();
    const { sasha, url } = await cast({ dataDir });
    const dialogId = await sasha.group();
    const post = () => sasha.post(`/messages/dialog/${dialogId}`, { content: 'да' });
    const other = await stranger(dataDir);
    await other.run('begin immediate', "insert into server_state (key, value) values ('x', 'y')");
    const [ready, health, ...refused] = await Promise.all([
      call(url, 'GET', '/ready'),
      call(url, 'GET', '/health'),
      post(),
      post(),
      sasha.patch('/users/me', { name: 'Другая' }),
    ]);
    expect(health.status).toBe(200);
    for (const answer of [ready, ...refused]) {
      expect(answer.status).toBe(503);
      expect(answer.body).toMatchObject({ success: false, code: 'storage_unavailable' });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await other.run('commit');
    for (let seq = 2; seq < 5; seq += 1) expect((await post()).body.data.seq).toBe(seq);
    expect((await call(url, 'GET', '/ready')).status).toBe(200);
  });
});

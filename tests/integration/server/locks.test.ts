import { describe, expect, test } from 'vitest';
import { call, cast, stranger, temporaryDirectory } from './support.ts';

describe('a write lock that another process holds', () => {
  test('is waited for, while reads are answered', async () => {
    const dataDir = temporaryDirectory();
    const { sasha, url } = await cast({ dataDir });
    const dialogId = await sasha.group();
    const other = await stranger(dataDir);
    await other.hold();
    let isAnswered = false;
    const post = sasha.post(`/messages/dialog/${dialogId}`, { content: 'терпение' });
    void post.then(() => {
      isAnswered = true;
    });
    const freedAt = performance.now() + 2_000;
    while (performance.now() < freedAt) expect((await sasha.get('/dialogs')).status).toBe(200);
    expect(isAnswered).toBe(false);
    await other.letGo();
    expect((await post).status).toBe(201);
    expect((await call(url, 'GET', '/ready')).body.status).toBe('ready');
  });

  test('beyond patience it is a 503 that says so, and so does /ready; later writes know nothing of it (P2.8, P2.9)', async () => {
    const dataDir = temporaryDirectory();
    const { sasha, url } = await cast({ dataDir });
    const dialogId = await sasha.group();
    const post = () => sasha.post(`/messages/dialog/${dialogId}`, { content: 'да' });
    const other = await stranger(dataDir);
    await other.hold();
    await other.run("insert into server_state (key, value) values ('x', 'y')");
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
    await other.letGo();
    for (let seq = 2; seq < 5; seq += 1) expect((await post()).body.data.seq).toBe(seq);
    expect((await call(url, 'GET', '/ready')).status).toBe(200);
  });
});

import { expect, test } from 'vitest';
import {
  call,
  cast,
  demoServer,
  manualClock,
  SASHA,
  signIn,
  startTestServer,
  stranger,
  temporaryDirectory,
} from './support.ts';

const MESSAGES = 100_000;

test('a dialog of 100,000 messages is gone for everybody at once, and others are answered meanwhile (P7.19)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha, andrey, maria } = await cast({ dataDir });
  const dialogId = await sasha.group(andrey);
  const said = await sasha.say(dialogId, 'одно из многих');
  const other = await stranger(dataDir);
  await other.run(`with recursive n(i) as (select 3 union all select i + 1 from n where i < ${MESSAGES})
    insert into messages (message_id, dialog_id, seq, rev, sender_id, body_hash, content, type, meta, reaction_counts,
      created_at, updated_at)
    select 'msg_' || i, '${dialogId}', i, i, '${andrey.userId}', '', 'x', 'text', '{}', '{}', i, i from n`);
  await other.run(
    `update dialogs set last_seq = ${MESSAGES}, last_rev = ${MESSAGES} where dialog_id = '${dialogId}'`,
  );
  const ear = await andrey.connect();

  expect((await sasha.delete(`/dialogs/${dialogId}`)).status).toBe(200);
  await ear.hear('chat3:update', (update) => update.eventType === 'dialog.delete');
  const left = async () =>
    (await other.rows<{ n: number }>(`select count(*) as n from messages where dialog_id = '${dialogId}'`))[0]
      ?.n ?? 0;
  let answers = 0;
  for (let before = MESSAGES; ; ) {
    expect((await andrey.get(`/messages/dialog/${dialogId}`)).status).toBe(404);
    expect((await maria.get(`/messages/${said.messageId}`)).status).toBe(404);
    expect(
      (await andrey.get('/dialogs')).body.data.map((item: { dialogId: string }) => item.dialogId),
    ).not.toContain(dialogId);
    const now = await left();
    if (now === 0) break;
    expect(now).toBeLessThanOrEqual(before);
    before = now;
    answers += 3;
  }
  expect(answers).toBeGreaterThan(10);
});

test('what a crash left of a deleted dialog is not seen, and goes with the next start', async () => {
  const dataDir = temporaryDirectory();
  const first = await startTestServer({ demo: true, dataDir });
  const sasha = await signIn(first.url, SASHA);
  const shared = (await sasha.get('/dialogs')).body.data[0].dialogId;
  const dialogId = await sasha.group();
  const { messageId } = await sasha.say(dialogId, 'след');
  await first.close();
  const raw = await stranger(dataDir);
  await raw.run(
    `delete from members where dialog_id in ('${dialogId}', '${shared}')`,
    `update dialogs set deleted_at = 1 where dialog_id in ('${dialogId}', '${shared}')`,
  );

  const second = await demoServer({ dataDir });
  const again = await signIn(second.url, SASHA);
  expect((await again.get(`/messages/${messageId}`)).status).toBe(404);
  expect((await again.get(`/dialogs/${dialogId}`)).status).toBe(404);
  const other = await stranger(dataDir);
  await expect
    .poll(async () => other.rows(`select * from dialogs where dialog_id = '${dialogId}'`))
    .toEqual([]);
  // The demo's own is made again.
  expect((await again.get(`/messages/dialog/${shared}`)).body.data).toHaveLength(2);
});

test('expired codes go at once, ended sessions a day later, open ones stay', async () => {
  const clock = manualClock();
  const dataDir = temporaryDirectory();
  const { url, sasha, andrey } = await cast({ dataDir, now: clock.now, upkeepIntervalMs: 20 });
  const other = await stranger(dataDir);
  const sessions = async () =>
    (await other.rows<{ session_id: string }>('select session_id from sessions')).map(
      (row) => row.session_id,
    );
  const codes = () => other.rows('select phone from codes');
  expect(await codes()).toHaveLength(3);
  await sasha.post('/auth/logout');
  clock.advance(5 * 60_000 + 1);
  await expect.poll(codes).toEqual([]);
  expect(await sessions()).toContain(sasha.signedIn.sessionId);
  clock.advance(24 * 3_600_000);
  await expect.poll(sessions).not.toContain(sasha.signedIn.sessionId);
  expect(await sessions()).toHaveLength(2);
  expect((await andrey.get('/auth/me')).status).toBe(200);
  expect((await sasha.get('/auth/me')).body.error).toBe('Invalid token');
  clock.advance(31 * 24 * 3_600_000);
  await expect.poll(sessions).toEqual([]);
  const body = { refreshToken: andrey.signedIn.refreshToken };
  expect((await call(url, 'POST', '/api/auth/refresh', { body })).status).toBe(401);
});

import { expect, test } from 'vitest';
import { cast, stranger, temporaryDirectory } from '../integration/server/support.ts';

test('a group passes to nobody who is being disabled at that moment (P7.24)', async () => {
  const dataDir = temporaryDirectory();
  const { sasha, andrey, maria } = await cast({ dataDir });
  const dialogId = await sasha.group(andrey, maria);
  await sasha.patch(`/dialogs/${dialogId}/members/${andrey.userId}`, { role: 'admin' });
  const [disabling, watching] = [await stranger(dataDir), await stranger(dataDir)];
  await disabling.run('begin', `update users set disabled_at = 1 where user_id = '${andrey.userId}'`);
  let isOver = false;
  const leaving = sasha.delete(`/dialogs/${dialogId}/members/${sasha.userId}`).finally(() => {
    isOver = true;
  });
  const isWaiting = async () => {
    const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return isOver || (await watching.rows(waits)).length > 0;
  };
  await expect.poll(isWaiting, { timeout: 20_000 }).toBe(true);
  await disabling.run('commit');
  expect((await leaving).status).toBe(200);
  const { data } = (await maria.get(`/dialogs/${dialogId}/members`)).body;
  expect(data.find(({ role }: { role: string }) => role === 'owner').userId).toBe(maria.userId);
});

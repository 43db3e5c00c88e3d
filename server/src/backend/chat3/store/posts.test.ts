import { expect, test } from 'vitest';
import type { Chat3PostRow, Db } from '../../../store/schema.ts';
import { openTestDatabase } from '../../../store/testing/testDatabase.ts';
import { beginAgain, endAttempt, findPost, insertPost, keptMeta, openPosts, settle } from './posts.ts';

const post = (clientMessageId: string): Chat3PostRow => ({
  sender_id: 'usr_a',
  client_message_id: clientMessageId,
  dialog_id: 'dlg_a',
  body_hash: 'b',
  content_hash: 'c',
  meta: JSON.stringify({ clientMessageId }),
  message_id: null,
  open_attempts: 1,
  first_at: 1_000,
  last_at: 1_000,
  again_at: 31_000,
});

async function withPosts(...ids: string[]) {
  const { db, commits } = await openTestDatabase();
  await commits.run(async (trx) => {
    for (const id of ids) await insertPost(trx, post(id));
  });
  const run = <T>(work: (trx: Db) => Promise<T>) => commits.run(work);
  const stateOf = async (id: string) => {
    const row = await findPost(db, post(id));
    return row && [row.message_id, row.open_attempts];
  };
  return { db, run, stateOf };
}

test('an attempt that stored a message is over, however often that is seen (P9.8)', async () => {
  const { db, run, stateOf } = await withPosts('c1');
  for (const _again of [1, 2]) await run((trx) => settle(trx, post('c1'), 'msg_1'));
  expect(await stateOf('c1')).toEqual(['msg_1', 0]);
  expect([...(await keptMeta(db, ['msg_1', 'msg_2']))]).toEqual([['msg_1', post('c1').meta]]);
});

test('a second row of one post stays beside the first, under its name (P9.8)', async () => {
  const { db, run, stateOf } = await withPosts('c1');
  await run((trx) => beginAgain(trx, post('c1'), { now: 40_000, againAt: 70_000 }));
  for (const messageId of ['msg_1', 'msg_2']) await run((trx) => settle(trx, post('c1'), messageId));
  expect(await stateOf('c1')).toEqual(['msg_1', 0]);
  expect([...(await keptMeta(db, ['msg_1', 'msg_2'])).values()]).toEqual([post('c1').meta, post('c1').meta]);
});

test('an answer is right where a message was taken for another one of the same text', async () => {
  const { db, run, stateOf } = await withPosts('c1', 'c2');
  await run((trx) => settle(trx, post('c1'), 'msg_1'));
  await run((trx) => settle(trx, post('c2'), 'msg_1'));
  expect(await stateOf('c1')).toEqual([null, 1]);
  expect(await stateOf('c2')).toEqual(['msg_1', 0]);
  expect((await keptMeta(db, ['msg_1'])).get('msg_1')).toBe(post('c2').meta);
});

test('only one of two begins again', async () => {
  const { run, stateOf } = await withPosts('c1');
  const begin = () => run((trx) => beginAgain(trx, post('c1'), { now: 40_000, againAt: 70_000 }));
  expect((await Promise.all([begin(), begin()])).sort()).toEqual([false, true]);
  expect(await stateOf('c1')).toEqual([null, 2]);
});

test('what never left is forgotten; what was stored before is not', async () => {
  const { db, run, stateOf } = await withPosts('c1', 'c2');
  await run((trx) => settle(trx, post('c2'), 'msg_2'));
  for (const id of ['c1', 'c2']) await run((trx) => endAttempt(trx, post(id)));
  expect(await stateOf('c1')).toBeUndefined();
  expect(await stateOf('c2')).toEqual(['msg_2', 0]);
  expect(await openPosts(db, { dialogId: 'dlg_a', senders: ['usr_a'], since: 0 })).toEqual([]);
});

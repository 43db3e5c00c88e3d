import { expect, test } from 'vitest';
import { cast, type Json, stranger, temporaryDirectory } from './support.ts';

/** A group of Александр, Андрей and so many more. */
async function groupOf(more: number) {
  const dataDir = temporaryDirectory();
  const { sasha, andrey, maria } = await cast({ dataDir });
  const raw = await stranger(dataDir);
  const values = Array.from({ length: more }, (_, index) => `('usr_n${index}', 'n${index}', 'N', ' n', 1)`);
  await raw.run(`insert into users (user_id, phone, name, search_key, created_at) values ${values.join()}`);
  const memberIds = [andrey.userId, ...values.map((_, index) => `usr_n${index}`)];
  // Alone with each other nowhere else: the demo's own chats would show who is there.
  for (const { dialogId } of (await sasha.get('/dialogs')).body.data as Json[]) {
    await raw.run(`delete from members where dialog_id = '${dialogId}'`);
  }
  const { data } = (await sasha.post('/dialogs', { name: 'Толпа', kind: 'group', memberIds })).body;
  return { sasha, andrey, maria, dialogId: data.dialogId as string };
}

test.each([
  [98, true],
  [99, false],
])('in a group of two and %i more people online are told of: %s (P7.27)', async (more, isTold) => {
  const { sasha, andrey } = await groupOf(more);
  const watching = await sasha.connect();
  const other = await andrey.connect();
  const last = other.all('presence:snapshot').at(-1);
  expect(last.userIds).toEqual(isTold ? [sasha.userId] : []);
  if (isTold) await watching.hear('user:online', ({ userId }) => userId === andrey.userId);
  await watching.caughtUp();
  expect(watching.all('user:online').length).toBe(isTold ? 1 : 0);
});

test.each([
  [97, true],
  [98, false],
])(
  'an update of a group of two and %i more after one was added names all: %s (P6.5)',
  async (more, isNamed) => {
    const { sasha, andrey, maria, dialogId } = await groupOf(more);
    const ear = await andrey.connect();
    await sasha.post(`/dialogs/${dialogId}/members`, { userId: maria.userId });
    const { data } = await ear.hear('chat3:update', ({ eventType }) => eventType === 'dialog.member.add');
    expect(data.member).toEqual({ userId: maria.userId, dialogId });
    expect(data.memberIds?.length).toBe(isNamed ? more + 3 : undefined);
  },
);

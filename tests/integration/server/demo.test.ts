import { expect, test } from 'vitest';
import { demoServer, signIn, startTestServer, temporaryDirectory } from './support.ts';

const now = new Date(2026, 10, 27, 9, 30).getTime();
const sashaPhone = '79111111111';
const andreyPhone = '79777777777';

type Listed = {
  dialogId: string;
  dialogName: string;
  kind: string;
  unreadCount: number;
  lastMessage: { content: string; createdAt: string };
};

async function listed(world: 'ru' | 'en', phone: string, at = now): Promise<Listed[]> {
  const { url } = await demoServer({ demoWorld: world, now: () => at });
  const person = await signIn(url, phone);
  return (await person.get('/dialogs?includeLastMessage=true&limit=50')).body.data;
}

test('a company lives there: chats of two and groups, of several days, some of it unread', async () => {
  const dialogs = await listed('ru', sashaPhone);
  expect(dialogs.length).toBeGreaterThanOrEqual(10);
  expect(new Set(dialogs.map(({ kind }) => kind))).toEqual(new Set(['direct', 'group']));
  const days = new Set(dialogs.map(({ lastMessage }) => new Date(lastMessage.createdAt).toDateString()));
  expect(days.size).toBeGreaterThanOrEqual(4);
  expect(dialogs.filter(({ unreadCount }) => unreadCount > 0).length).toBeGreaterThanOrEqual(3);
  expect(Math.max(...dialogs.map(({ unreadCount }) => unreadCount))).toBeGreaterThan(9);
  expect(dialogs.every(({ lastMessage }) => Date.parse(lastMessage.createdAt) < now)).toBe(true);
});

test('is the same every time, and as old whatever the day', async () => {
  const [once, again] = [await listed('ru', andreyPhone), await listed('ru', andreyPhone)];
  expect(again).toEqual(once);
  const later = await listed('ru', andreyPhone, now + 40 * 86_400_000);
  expect(later.map(({ dialogId }) => dialogId)).toEqual(once.map(({ dialogId }) => dialogId));
});

test('speaks the language asked for, all of it', async () => {
  for (const phone of [sashaPhone, andreyPhone]) {
    const dialogs = await listed('en', phone);
    expect(dialogs.filter((dialog) => /[а-яё]/i.test(JSON.stringify(dialog)))).toEqual([]);
  }
});

test('has a reaction, a link, a code block and a long text, and everybody may read them', async () => {
  const { url } = await demoServer({ demoWorld: 'ru', now: () => now });
  const person = await signIn(url, sashaPhone);
  const { data } = (await person.get('/dialogs?limit=50')).body as { data: Listed[] };
  const histories = await Promise.all(
    data.map(async ({ dialogId }) => (await person.get(`/messages/dialog/${dialogId}?limit=100`)).body.data),
  );
  const messages = histories.flat() as { content: string; reactionCounts: Record<string, number> }[];
  expect(messages.some(({ content }) => content.includes('https://'))).toBe(true);
  expect(messages.some(({ content }) => content.includes('```'))).toBe(true);
  expect(messages.some(({ content }) => content.length > 500)).toBe(true);
  expect(
    messages.some(({ reactionCounts }) => Object.values(reactionCounts ?? {}).some((count) => count > 2)),
  ).toBe(true);
});

test('what was written in it stays when the server starts again, and nothing is seeded twice', async () => {
  const dataDir = temporaryDirectory();
  const first = await startTestServer({ demo: true, demoWorld: 'ru', dataDir, logLevel: 'error' });
  const sasha = await signIn(first.url, sashaPhone);
  const before = (await sasha.get('/dialogs?limit=50')).body.data as Listed[];
  await sasha.say(before[0]?.dialogId ?? '', 'Осталось?');
  await first.close();
  const { url } = await demoServer({ demoWorld: 'ru', dataDir });
  const again = await signIn(url, sashaPhone);
  const after = (await again.get('/dialogs?includeLastMessage=true&limit=50')).body.data as Listed[];
  expect(after).toHaveLength(before.length);
  expect(after[0]?.lastMessage.content).toBe('Осталось?');
});

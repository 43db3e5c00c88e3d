import { expect, test } from 'vitest';
import type { OldUser } from '../../fixtures/oldBackend/state.ts';
import { oldVariants } from '../../fixtures/oldBackend/variants.ts';
import type { OldBackend, OldBackendOptions } from '../../fixtures/oldBackend.ts';
import { until } from '../../support/until.ts';
import { aleksandr, andrey, live, startOld } from './oldStage.ts';
import type { Person } from './person.ts';

let old: OldBackend;

async function start(options: Partial<OldBackendOptions>) {
  const { a, b, old: started } = await startOld({ brokerChance: 0, ...options });
  old = started;
  const userOf = (userId: string) => old.state.users.get(userId) as OldUser;
  return { a: userOf(a), b: userOf(b) };
}

test('a group that nobody opened is heard by the name that only the database gives it (S4.9, P1.3)', async () => {
  const { a, b } = await start({ variant: 'a' });
  const group = old.state.addDialog('Отдел', a.userId, [b.userId]);
  const reader = await live(andrey);
  const lists = () => old.requests('/api/dialogs?');
  // The look at the list after the joins were repeated; the next would be a minute later.
  await until('the second look', () => lists() >= 2);
  const before = lists();
  const path = `${old.url}/api/messages/dialog/${group.dialogId}`;
  const headers = { authorization: `Bearer ${old.tokens.sign(a)}` };
  const texts = Array.from({ length: 10 }, (_, index) => `Сообщение ${index}`);
  const post = (content: string) =>
    fetch(path, { method: 'POST', headers, body: JSON.stringify({ content }) });
  await Promise.all(texts.map(post));
  await reader.until('all are news', () => reader.news().length === texts.length);
  expect(reader.news().toSorted()).toEqual(texts);
  // What comes during a look shares the next one: how many there are is left to the machine, a look a message is not.
  expect(lists() - before).toBeLessThan(texts.length / 2);
});

test('what was read of its history tells the name, without another question', async () => {
  const { a, b } = await start({ variant: 'c' });
  const group = old.state.addDialog('Отдел', a.userId, [b.userId]);
  old.insert(group, a.userId, 'Раньше', Date.now() - 1_000);
  const reader = await live(andrey);
  await reader.until('its history', () => reader.engine.dialogs()[0]?.lastMessage?.content === 'Раньше');
  await until('its room is joined', () => old.roomCount() === 1);
  const headers = { authorization: `Bearer ${old.tokens.sign(a)}` };
  const body = JSON.stringify({ content: 'Теперь' });
  await fetch(`${old.url}/api/messages/dialog/${group.dialogId}`, { method: 'POST', headers, body });
  await reader.until('heard', () => reader.news().includes('Теперь'));
  expect(old.requests(`/api/dialogs/${group.dialogId}`)).toBe(0);
});

test('messages that only the database names are read, sent and heard, each once (S4.10)', async () => {
  const { a, b } = await start({ variant: { ...oldVariants.a, names: 'database' }, timestampMs: 1 });
  const dialog = old.state.addDialog('Диалог с Андрей Волков', a.userId, [b.userId]);
  const texts = Array.from({ length: 70 }, (_, index) => `Сообщение ${index}`);
  for (const [index, text] of texts.entries())
    old.insert(dialog, b.userId, text, Date.now() - 100_000 + index);
  const [sender, reader] = [await live(aleksandr), await live(andrey)];
  for (const { engine } of [sender, reader]) engine.openDialog(dialog.dialogId);
  const shown = ({ opened }: Person) =>
    opened(dialog.dialogId, { end: true }).messages.map(({ content, state }) => `${content} ${state}`);
  // A first page that already held the answer would reach one message less far back.
  for (const each of [sender, reader]) {
    await until('the newest page', () => shown(each).length > 0);
    // On a busy machine the server seems slow, and is asked for smaller pages.
    while (shown(each).length < 50) await each.engine.loadMessages(dialog.dialogId, 'older');
  }
  sender.engine.sendMessage(dialog.dialogId, 'Ответ');
  const newest = [...texts.slice(-49), 'Ответ'].map((text) => `${text} sent`);
  for (const each of [sender, reader])
    await until('sent and heard', () => each.engine.dialogs()[0]?.lastMessage?.content === 'Ответ');
  for (const each of [sender, reader])
    await until('shown once', () => JSON.stringify(shown(each).slice(-50)) === JSON.stringify(newest));
  expect(sender.engine.diagnostics().outbox).toEqual([]);
});

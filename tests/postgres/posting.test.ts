import { expect, test } from 'vitest';
import { noteStatements } from '../../server/src/store/testing/statements.ts';
import { cast, stranger, temporaryDirectory } from '../integration/server/support.ts';

test('a post asks the database ten times, six of them while it has the dialog and nobody else can write there', async () => {
  const { sasha, andrey } = await cast();
  const dialogId = await sasha.group(andrey);
  const asked = noteStatements();
  await sasha.say(dialogId, 'раз', { clientMessageId: 'A' });
  // A node looks for what others tell whether anything is posted or not.
  const ofThePost = asked().filter((text) => !/pg_snapshot|delete from "events"/.test(text));
  const locked = ofThePost.findIndex((text) => text.startsWith('update "dialogs"'));
  expect([ofThePost.length, ofThePost.length - locked], asked().join('\n')).toEqual([10, 6]);
});

test('what was prepared before another node brought a new column is asked anew', async () => {
  const dataDir = temporaryDirectory();
  const { sasha, andrey } = await cast({ dataDir });
  const dialogId = await sasha.group(andrey);
  await sasha.say(dialogId, 'раз');
  const history = () => andrey.get(`/messages/dialog/${dialogId}`);
  expect((await history()).status).toBe(200);
  const other = await stranger(dataDir);
  const bring = async (column: string) => {
    for (const table of ['dialogs', 'messages'])
      await other.rows(`alter table ${table} add column ${column} text`);
  };
  await bring('one');
  expect((await history()).status).toBe(200);
  await sasha.say(dialogId, 'два');
  await bring('another');
  await sasha.say(dialogId, 'три');
  expect(JSON.stringify((await history()).body)).toMatch(/раз.*два.*три|три.*два.*раз/);
});

import { expect, test } from 'vitest';
import { noteStatements } from '../../server/src/store/testing/statements.ts';
import { cast } from '../integration/server/support.ts';

test('a post asks the database ten times, six of them while it has the dialog and nobody else can write there', async () => {
  const { sasha, andrey } = await cast();
  const dialogId = await sasha.group(andrey);
  const statements = noteStatements();
  await sasha.say(dialogId, 'раз', { clientMessageId: 'A' });
  const asked = statements();
  // A node looks for what others tell whether anything is posted or not.
  const ofThePost = asked.filter((text) => !/pg_snapshot|delete from "events"/.test(text));
  const locked = ofThePost.findIndex((text) => text.startsWith('update "dialogs"'));
  expect([ofThePost.length, ofThePost.length - locked], asked.join('\n')).toEqual([10, 6]);
});

import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../store/database.ts';
import { unreadCount } from './unread.ts';

test('what is unread is counted by indexes: no message of others is read for it', async () => {
  const db = await openDatabase(':memory:');
  onTestFinished(() => db.destroy());
  const plan = await sql<{ detail: string }>`explain query plan select ${unreadCount} from members
    inner join dialogs on dialogs.dialog_id = members.dialog_id where members.user_id = 'usr_a'`.execute(db);
  const messages = plan.rows.map(({ detail }) => detail).filter((detail) => /\b(own|gone)\b/.test(detail));
  expect(messages).toEqual([
    expect.stringContaining('messages_by_sender'),
    expect.stringContaining('messages_removed'),
  ]);
});

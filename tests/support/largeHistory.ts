import { openDatabase } from '../../server/src/store/database.ts';

const batch = 500;
const paragraph = 'Собрали замечания по макету и договорились, что поправим отступы до пятницы. ';

/** Rows of many heights, of which only some are what a first guess makes of them. */
function contentOf(number: number): string {
  const name = `Сообщение ${number}`;
  if (number % 50 === 0) return `${name}\n${paragraph.repeat(6)}`;
  if (number % 17 === 0) return `${name}\n• первое\n• второе\n• третье 👍🎉`;
  if (number % 11 === 0) return `${name}: ${'ж'.repeat(180)}`;
  if (number % 7 === 0) return `${name} https://example.com/${'путь/'.repeat(12)}`;
  if (number % 5 === 0) return `${name}: ${paragraph}`;
  return name;
}

/**
 * Puts `count` messages, «Сообщение 1» and on, into a dialog of a server that does not run, written in turn by two people
 * and read by both.
 * @param file the server's database
 */
export async function storeLargeHistory(
  file: string,
  dialog: { dialogId: string; senders: [string, string]; count: number },
): Promise<void> {
  const { dialogId, senders, count } = dialog;
  const database = await openDatabase(file);
  const began = Date.now() - (count + 1) * 1_000;
  await database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('messages').where('dialog_id', '=', dialogId).execute();
    for (let start = 1; start <= count; start += batch) {
      const rows = Array.from({ length: Math.min(batch, count - start + 1) }, (_, index) => {
        const seq = start + index;
        return {
          message_id: `msg_${seq.toString(36).padStart(20, '0')}`,
          dialog_id: dialogId,
          seq,
          rev: seq,
          sender_id: senders[Math.floor(seq / 3) % 2 === 0 ? 0 : 1],
          client_message_id: null,
          body_hash: '',
          content: contentOf(seq),
          type: 'text',
          meta: '{}',
          reaction_counts: '{}',
          created_at: began + seq * 1_000,
          updated_at: began + seq * 1_000,
        };
      });
      await transaction.insertInto('messages').values(rows).execute();
    }
    await transaction
      .updateTable('dialogs')
      .set({
        last_seq: count,
        last_rev: count,
        last_created_at: began + count * 1_000,
        last_activity_at: began + count * 1_000,
      })
      .where('dialog_id', '=', dialogId)
      .execute();
    await transaction
      .updateTable('members')
      .set({ delivered_seq: count, read_seq: count, last_message_at: began + count * 1_000 })
      .where('dialog_id', '=', dialogId)
      .execute();
  });
  await database.destroy();
}

import { deepStrictEqual } from 'node:assert';
import { openDatabase } from '../../server/src/store/database.ts';
import { openHistory } from '../../src/main/storage/history.ts';
import type { Message } from '../../src/shared/domain.ts';

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

/** «Сообщение 1» and on, written in turn by two people a second apart. */
export interface LargeHistory {
  dialogId: string;
  senders: [string, string];
  count: number;
  /** A second before the first of them. */
  began: number;
}

const idOf = (seq: number) => `msg_${seq.toString(36).padStart(20, '0')}`;
const senderOf = ({ senders }: LargeHistory, seq: number) => senders[Math.floor(seq / 3) % 2 === 0 ? 0 : 1];
const timeOf = ({ began }: LargeHistory, seq: number) => began + seq * 1_000;

/**
 * Puts `count` messages into a dialog of a server that does not run, read by everybody.
 * @param file the server's database
 */
export async function storeLargeHistory(
  file: string,
  dialog: Omit<LargeHistory, 'began'>,
): Promise<LargeHistory> {
  const { dialogId, count } = dialog;
  const history = { ...dialog, began: Date.now() - (count + 1) * 1_000 };
  const database = await openDatabase(file);
  await database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('messages').where('dialog_id', '=', dialogId).execute();
    for (let start = 1; start <= count; start += batch) {
      const rows = Array.from({ length: Math.min(batch, count - start + 1) }, (_, index) => {
        const seq = start + index;
        return {
          message_id: idOf(seq),
          dialog_id: dialogId,
          seq,
          rev: seq,
          sender_id: senderOf(history, seq),
          client_message_id: null,
          body_hash: '',
          content: contentOf(seq),
          type: 'text',
          meta: '{}',
          reaction_counts: '{}',
          created_at: timeOf(history, seq),
          updated_at: timeOf(history, seq),
        };
      });
      await transaction.insertInto('messages').values(rows).execute();
    }
    const newest = timeOf(history, count);
    await transaction
      .updateTable('dialogs')
      .set({ last_seq: count, last_rev: count, last_created_at: newest, last_activity_at: newest })
      .where('dialog_id', '=', dialogId)
      .execute();
    await transaction
      .updateTable('members')
      .set({ delivered_seq: count, read_seq: count, last_message_at: newest })
      .where('dialog_id', '=', dialogId)
      .execute();
  });
  await database.destroy();
  return history;
}

/**
 * Puts what lies below the downloaded part into the history of an app that does not run, as if it had been downloaded too;
 * answers how much there was before.
 * @throws when what was downloaded is not what this would have put there
 */
export function completeDownload(place: { file: string; key: string | null }, history: LargeHistory): number {
  const store = openHistory(place);
  try {
    const { dialogId, count } = history;
    const downloaded = store.messagesBefore(dialogId, null, count);
    for (const message of downloaded) deepStrictEqual(message, downloadedMessage(history, message.seq ?? 0));
    const record = store.dialogs().find((one) => one.dialogId === dialogId);
    const [oldest] = downloaded;
    if (!record?.certified || !oldest?.seq) throw new Error('Nothing has been downloaded.');
    const { certified } = record;
    const below = Array.from({ length: oldest.seq - 1 }, (_, index) => downloadedMessage(history, index + 1));
    store.transaction(() => {
      for (const message of below) {
        store.saveMessage(message);
        store.addAliases(message.key, [message.key]);
      }
      const from = { createdAt: timeOf(history, 1), id: idOf(1), seq: 1 };
      store.saveDialog({ ...record, certified: { ...certified, from, reachedStart: true } });
    });
    return downloaded.length;
  } finally {
    store.close();
  }
}

function downloadedMessage(history: LargeHistory, seq: number): Message {
  return {
    key: idOf(seq),
    id: idOf(seq),
    clientMessageId: null,
    dialogId: history.dialogId,
    senderId: senderOf(history, seq),
    content: contentOf(seq),
    type: 'text',
    createdAt: timeOf(history, seq),
    seq,
    state: 'sent',
    failure: null,
    rev: seq,
    updatedAt: timeOf(history, seq),
    reactions: [],
    meta: {},
  };
}

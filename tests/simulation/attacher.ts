/** What people do with files: send some, take back what has not left, or has; and what became of all that. */
import { CommandError } from '../../src/main/chat/commandError.ts';
import type { Random } from '../../src/main/chat/ports.ts';
import { attachmentsIn } from '../../src/shared/attachmentSchema.ts';
import type { Row } from './answers.ts';
import { type LastWords, takeBack } from './editor.ts';
import type { Client } from './judge.ts';
import type { Wishes } from './reactor.ts';
import type { World } from './world.ts';
import { idsIn, isRefusedName } from './worldFiles.ts';

/** The names of the files of each message, by its clientMessageId. */
export type SentFiles = Map<string, { userId: string; names: string[] }>;

/** Sends some, or has second thoughts about an earlier message. */
export function attach(
  client: Client,
  dialogId: string,
  random: Random,
  sent: SentFiles,
  words: LastWords,
): void {
  const { engine, store, disk, userId } = client;
  const own = [...sent].flatMap(([key, by]) => (by.userId === userId ? (store.message(key) ?? []) : []));
  const earlier = own[Math.floor(random() * own.length)];
  try {
    if (earlier !== undefined && earlier.removed === undefined && random() < 0.3) {
      takeBack(client, earlier, words);
      return;
    }
    const picked = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
      disk.pick(1 + Math.floor(random() * 4), random() < 0.05),
    );
    const text = random() < 0.5 ? '' : `files ${sent.size}`;
    const fileIds = picked.map(({ fileId }) => fileId);
    const key = engine.sendMessage(dialogId, text, { fileIds });
    sent.set(key, { userId, names: picked.map(({ name }) => name) });
  } catch (error) {
    // Before the first hello nothing is known of the server.
    if (!(error instanceof CommandError)) throw error;
  }
}

/** Whoever sees that the server has swept a file meanwhile sends the message once more; what depended on it is not done (S8.12). */
export function sendAgain({ engine, store, userId }: Client, sent: SentFiles, wishes: Wishes): void {
  for (const key of sent.keys()) {
    const message = store.message(key);
    if (message?.state !== 'failed' || message.failure !== 'fileMissing') continue;
    wishes.delete(`${userId} ${key}`);
    engine.account().retry(key);
  }
}

/** When everything is quiet: messages and computers whose files are not where they belong, and jobs that are left. */
export function countMisfiled(world: World, clients: Client[], sent: SentFiles, words: LastWords): number {
  const rows = world.dialogIds().flatMap((dialogId) => world.rows(dialogId));
  let count = world.files.early();
  for (const client of clients) {
    const refused: string[] = [];
    for (const [key, { userId, names }] of sent) {
      if (userId !== client.userId) continue;
      const stored = rows.filter(({ clientMessageId }) => clientMessageId === key);
      // Nobody can say whether it was taken back in time.
      if (words.has(key) && words.get(key) === undefined) continue;
      let isRight: boolean;
      if (words.has(key)) isRight = isGone(client, key, stored);
      else if (names.some(isRefusedName)) {
        refused.push(key);
        isRight = isKept(client, key, stored, names);
      } else isRight = hasArrived(clients, stored, names);
      if (!isRight) count += 1;
    }
    if (client.disk.holders().sort().join() !== refused.sort().join()) count += 1;
    count += client.disk.faults() + client.store.jobs().length;
  }
  return count;
}

const namesIn = (meta: Record<string, unknown>) =>
  attachmentsIn(meta)
    .map(({ name }) => name)
    .join();

function isGone({ store }: Client, key: string, stored: Row[]): boolean {
  const message = store.message(key);
  return (
    stored.every(({ deletedAt }) => deletedAt !== null) && (message === null || message.removed !== undefined)
  );
}

/** Text and files, beside the reason (S20.4). */
function isKept({ store }: Client, key: string, stored: Row[], names: string[]): boolean {
  const message = store.message(key);
  return stored.length === 0 && message?.failure === 'fileRefused' && namesIn(message.meta) === names.join();
}

/** The same everywhere, as it was sent. */
function hasArrived(clients: Client[], [row, ...more]: Row[], names: string[]): boolean {
  if (row === undefined || more.length > 0 || namesIn(row.meta) !== names.join()) return false;
  return clients.every(({ store }) => {
    const message = store.messageByWireId(row.id);
    return message?.state === 'sent' && idsIn(message.meta).join() === idsIn(row.meta).join();
  });
}

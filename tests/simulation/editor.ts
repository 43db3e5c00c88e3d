/** What people do to their own messages: change them, change them again, remove them, also before they were sent. */
import { CommandError } from '../../src/main/chat/commandError.ts';
import type { Engine } from '../../src/main/chat/engine.ts';
import type { Random } from '../../src/main/chat/ports.ts';
import type { Message } from '../../src/shared/domain.ts';
import { saidBy } from './quoter.ts';
import type { ScreenOwner } from './screenTruth.ts';
import type { World } from './world.ts';

type Editor = ScreenOwner & { engine: Engine };

/** The last text of everybody's messages, by clientMessageId; null: removed; undefined: nobody can say. */
export type LastWords = Map<string, string | null | undefined>;

export function changeOwn(client: Editor, dialogId: string, random: Random, words: LastWords): void {
  const { engine, store, userId } = client;
  const own = store
    .messagesBefore(dialogId, null, 20)
    .filter(
      ({ senderId, removed, state }) => senderId === userId && removed === undefined && state !== 'failed',
    );
  const message =
    random() < 0.3
      ? store.message(engine.sendMessage(dialogId, `edited ${userId} ${words.size}`))
      : own[Math.floor(random() * own.length)];
  if (!message) return;
  const name = message.clientMessageId ?? message.key;
  try {
    if (random() < 0.3) {
      takeBack(client, message, words);
    } else {
      const text = `${message.content.replace(/ e\d+$/, '')} e${words.size}${Math.floor(random() * 1e6)}`;
      engine.account().edit(message.key, text);
      words.set(name, text);
    }
  } catch (error) {
    // Before the first hello nothing is known of the server.
    if (!(error instanceof CommandError)) throw error;
  }
}

/** Throws CommandError where the server is not known to remove what it has. */
export function takeBack({ engine }: Pick<Editor, 'engine'>, message: Message, words: LastWords): void {
  // Of a server that is not known to remove, one whose request is out is forgotten here alone.
  const mayArrive = message.state !== 'sent' && !engine.connection().features.includes('edit');
  engine.account().remove(message.key);
  words.set(message.clientMessageId ?? message.key, mayArrive ? undefined : null);
}

/** When everything is quiet: messages that do not say on the server what their senders said last. */
export function countUnheard(world: World, words: LastWords): number {
  const rows = new Map(
    world.dialogIds().flatMap((dialogId) => world.rows(dialogId).map((row) => [row.clientMessageId, row])),
  );
  let count = 0;
  for (const [name, text] of words) {
    if (text === undefined || world.changedLate().has(name)) continue;
    const row = rows.get(name);
    const said = row === undefined || row.deletedAt !== null ? null : saidBy(row);
    if (said !== text) count += 1;
  }
  return count;
}

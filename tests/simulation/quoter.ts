/** What people answer: any message they see, also one of theirs that was not sent yet; and what they are shown above it. */
import type { Random } from '../../src/main/chat/ports.ts';
import { excerptOf } from '../../src/shared/messageOrigin.ts';
import { readHeader } from '../../src/shared/textHeader.ts';
import type { QuoteView } from '../../src/shared/views.ts';
import type { Row } from './answers.ts';
import type { Client } from './judge.ts';
import type { VirtualClock } from './virtualClock.ts';
import type { World } from './world.ts';

/** What was answered, by the clientMessageId of the answer: under which of its names. */
export type Answered = Map<string, string>;

export function answerAny(client: Client, dialogId: string, random: Random, answered: Answered): void {
  const { engine, store } = client;
  const there = store
    .messagesBefore(dialogId, null, 30)
    .filter(({ removed, state }) => removed === undefined && state !== 'failed');
  const original = there[Math.floor(random() * there.length)];
  if (original === undefined) return;
  const key = engine.sendMessage(dialogId, `answer ${answered.size}`, { replyTo: original.key });
  answered.set(key, original.clientMessageId ?? original.id ?? original.key);
}

/** What a row says, without what tells others what it answers. */
export const saidBy = ({ content }: Row) => readHeader(content)?.text ?? content;

/** When everything is quiet: answers that stand under something else than what was answered, as that is now. */
export async function countMisquoted(
  world: World,
  clients: Client[],
  answered: Answered,
  clock: VirtualClock,
): Promise<number> {
  let count = 0;
  for (const dialogId of world.dialogIds()) {
    const rows = world.rows(dialogId);
    const all = [...rows, ...world.removed().filter((row) => row.dialogId === dialogId)];
    const nameOf = new Map(all.map((row) => [row.id, row.clientMessageId ?? row.id]));
    for (const { engine, screen } of clients) {
      engine.openDialog(dialogId);
      engine.setInView(dialogId, screen.window()?.messages.map(({ key }) => key) ?? []);
      await clock.runUntil(clock.now() + 5_000);
      for (const { id, removed, quote } of screen.window()?.messages ?? []) {
        const original = answered.get(nameOf.get(id ?? '') ?? '');
        if (original === undefined || removed !== undefined) continue;
        const row = rows.find((one) => [one.id, one.clientMessageId].includes(original));
        if (!isRight(quote, row)) count += 1;
      }
    }
  }
  return count;
}

/** Of what the server does not have, nothing is said, or that it was removed. */
function isRight(quote: QuoteView | undefined, row: Row | undefined): boolean {
  if (row === undefined || row.deletedAt !== null) return quote === undefined || quote.kind === 'removed';
  return quote?.kind === 'text' && quote.text === excerptOf(saidBy(row)) && quote.senderId === row.senderId;
}

/** What people do to messages: react, change their mind, take it back, also before the message was sent. */
import { CommandError } from '../../src/main/chat/commandError.ts';
import type { Engine } from '../../src/main/chat/engine.ts';
import type { Random } from '../../src/main/chat/ports.ts';
import type { Reaction } from '../../src/shared/domain.ts';
import type { Contract } from './answers.ts';
import { HistoryClosed } from './historyHandle.ts';
import type { ScreenOwner } from './screenTruth.ts';
import type { VirtualClock } from './virtualClock.ts';
import type { World } from './world.ts';
import { countsOf } from './worldReactions.ts';

type Reactor = ScreenOwner & { engine: Engine };

interface Wish {
  userId: string;
  key: string;
  emoji: string | null;
  /** The server said no. */
  refused: boolean;
}

/** The last wishes of everybody, by person and message. */
export type Wishes = Map<string, Wish>;

const signs = ['👍', '🔥', '🎉'];
const settleMs = 5_000;

/** To one of the newest messages of the dialog, or to one just written. */
export function reactToNews(client: Reactor, dialogId: string, random: Random, wishes: Wishes): void {
  const { engine, store, userId } = client;
  const messages = store.messagesBefore(dialogId, null, 8).filter(({ state }) => state !== 'failed');
  const message =
    random() < 0.2
      ? store.message(engine.sendMessage(dialogId, `liked ${userId} ${wishes.size}`))
      : messages[Math.floor(random() * messages.length)];
  if (!message) return;
  const own = message.reactions.find(({ mine }) => mine)?.emoji;
  const emoji = signs[Math.floor(random() * signs.length)] ?? '';
  const isTakenBack = own !== undefined && random() < 0.4;
  const { reactions } = engine.account();
  const done = isTakenBack ? reactions.remove(message.key, own) : reactions.set(message.key, emoji);
  const { key } = message;
  const wish: Wish = { userId, key, emoji: isTakenBack ? null : emoji, refused: false };
  wishes.set(`${userId} ${key}`, wish);
  done.catch((error: unknown) => {
    if (error instanceof CommandError) wish.refused = true;
    else if (!(error instanceof HistoryClosed)) client.screen.fault('reaction failed');
  });
}

/**
 * When everything is quiet: faults in what became of reactions. Where the server tells nobody (P8.2), those of the messages
 * are judged that somebody has in sight.
 */
export async function judgeReactions(
  world: World,
  clients: Reactor[],
  wishes: Wishes,
  clock: VirtualClock,
  contract: Contract,
): Promise<number> {
  const rows = world
    .dialogIds()
    .flatMap((dialogId) => world.rows(dialogId))
    .filter(({ deletedAt }) => deletedAt === null)
    // What was sent again is another row, also where the first one was removed meanwhile.
    .filter(({ content }, _, all) => {
      const rowsOfIt = [...all, ...world.removed()].filter((row) => row.content === content);
      return rowsOfIt.length === 1;
    });
  let faults = 0;
  for (const { engine, store, userId } of clients) {
    faults += store.jobs().filter(({ kind }) => kind === 'react').length;
    for (const dialogId of world.dialogIds()) {
      const inDialog = rows.filter((row) => row.dialogId === dialogId);
      const reactedTo = inDialog
        .filter((row) => row.reactions.counted.size > 0)
        .flatMap((row) => store.messageByWireId(row.id)?.key ?? []);
      engine.openDialog(dialogId, { end: true });
      engine.setInView(dialogId, reactedTo);
      await clock.runUntil(clock.now() + settleMs);
      const judged = new Set(reactedTo.slice(-20));
      const resetAt = world.resetAt(dialogId, userId);
      for (const { id, rev, reactions } of inDialog) {
        if (rev <= resetAt) continue;
        const message = store.messageByWireId(id);
        if (message === null || (reactions.counted.size > 0 && !judged.has(message.key))) continue;
        if (inWords(message.reactions) !== onServer(reactions.own, userId)) faults += 1;
      }
    }
    for (const wish of wishes.values()) {
      // The old system refuses every removal (P4.7), and after a kill nobody waits to be told.
      const isRefused = wish.refused || (contract === 'old' && wish.emoji === null);
      if (wish.userId !== userId || isRefused) continue;
      const id = store.message(wish.key)?.id;
      const reactions = rows.find((row) => row.id === id)?.reactions;
      if (reactions === undefined || reactions.late.has(userId)) continue;
      if ((reactions.own.get(userId) ?? null) !== wish.emoji) faults += 1;
    }
  }
  return faults;
}

const inWords = (reactions: Reaction[]) =>
  reactions
    .map(({ emoji, count, mine }) => `${emoji} ${count}${mine ? ' mine' : ''}`)
    .sort()
    .join();

function onServer(own: ReadonlyMap<string, string>, userId: string): string {
  const counts = Object.entries(countsOf(own));
  return inWords(counts.map(([emoji, count]) => ({ emoji, count, mine: own.get(userId) === emoji })));
}

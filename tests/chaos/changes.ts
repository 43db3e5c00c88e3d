/** People change what they wrote, remove it and react, among the faults (S17.21). Texts stay the identity of messages. */
import { CommandError } from '../../src/main/chat/commandError.ts';
import type { Message } from '../../src/shared/domain.ts';
import { createRandom } from '../simulation/virtualClock.ts';
import type { ShownNow, Wish } from './checker.ts';
import type { Client } from './client.ts';

const emojis = ['👍', '🔥', '🎉'];
/** Of the newest: so that copies of them are still on their way, and one is changed more than once. */
const changedAmong = 8;
const mark = / \(changed \d+\)$/;

/** `clients`, `dialogIds`: as they are when a change is made. */
export function createChanges(options: {
  seed: number;
  clients: readonly Client[];
  dialogIds: readonly string[];
}) {
  const { clients, dialogIds } = options;
  // Of its own, so that the faults of a seed are the same with and without changes.
  const random = createRandom(options.seed + 3_000_000);
  /** First texts of removed messages, by id. */
  const removed = new Map<string, string>();
  /** null: several devices asked, and either may be right. */
  const wishes = new Map<string, Wish | null>();
  const touched = new Map<string, { client: Client; key: string }>();
  let texts = 0;

  function pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(random() * items.length)];
  }

  /** What the message said first, whatever it says by now. */
  function writtenAs({ id, content }: { id: string | null; content: string }): string {
    return content === '' && id !== null ? (removed.get(id) ?? '') : content.replace(mark, '');
  }

  function wish(about: string, wanted: Wish): void {
    const known = wishes.get(about);
    const isOnlyOne = known === undefined || known?.member === wanted.member;
    wishes.set(about, isOnlyOne ? wanted : null);
  }

  function edit(client: Client, message: Message): void {
    const content = writtenAs(message);
    const text = `${content} (changed ${texts++})`;
    const isTaken = tries(() => client.engine.account().edit(message.key, text));
    if (isTaken) wish(content, { content, dialogId: message.dialogId, member: client.name, text });
  }

  function remove(client: Client, message: Message & { id: string }): void {
    const content = writtenAs(message);
    removed.set(message.id, content);
    const isTaken = tries(() => client.engine.account().remove(message.key));
    if (isTaken) wish(content, { content, dialogId: message.dialogId, member: client.name, text: null });
  }

  function react(client: Client, { key, dialogId, reactions, ...message }: Message): void {
    const content = writtenAs(message);
    const { userId, name: member } = client;
    const own = reactions.find(({ mine }) => mine)?.emoji;
    const isTakenBack = own !== undefined && random() < 0.5;
    const emoji = isTakenBack ? null : (pick(emojis) ?? '');
    const calls = client.engine.account().reactions;
    // Refused where the message was removed meanwhile, which is for the judge to see.
    (isTakenBack ? calls.remove(key, own) : calls.set(key, emoji ?? '')).catch(() => {});
    wish(`${userId} ${content}`, { content, dialogId, member, userId, emoji });
  }

  return {
    writtenAs,
    wishes: () => [...wishes.values()].filter((wanted) => wanted !== null),
    /** Whether no more is left of the message than its place; by its first text. */
    isRemoved: (content: string) => wishes.get(content) === null || isRemoval(wishes.get(content)),
    /** Somebody changes, removes or reacts to one of the newest messages, sent or still waiting. */
    one(): void {
      const client = pick(clients);
      const newest = client?.store.messagesBefore(pick(dialogIds) ?? '', null, changedAmong) ?? [];
      const there = newest.filter((message) => message.type === 'text' && message.removed === undefined);
      const own = there.filter(({ senderId }) => senderId === client?.userId);
      const draw = random();
      const message = pick(draw < 0.6 ? own : there.filter(({ id }) => id !== null));
      if (client === undefined || message === undefined) return;
      touched.set(writtenAs(message), { client, key: message.key });
      if (draw >= 0.6) react(client, message);
      else if (draw >= 0.2 || message.id === null) edit(client, message);
      else remove(client, { ...message, id: message.id });
    },
    /** Whether all devices show the same of what was changed. */
    agreed: () =>
      [...touched.values()].every(({ client, key }) => {
        const id = client.store.message(key)?.id;
        if (id == null) return true;
        const shown = clients.map(({ store }) => summary(store.messageByWireId(id)));
        return new Set(shown).size === 1;
      }),
  };
}

/** A program that was just started has not heard yet what its server can do, and says so. */
function tries(command: () => void): boolean {
  try {
    command();
    return true;
  } catch (error) {
    if (error instanceof CommandError && error.code === 'notSupported') return false;
    throw error;
  }
}

function isRemoval(wanted: Wish | null | undefined): boolean {
  return wanted != null && 'text' in wanted && wanted.text === null;
}

/** What one device shows of a message. */
export function shownNow({ content: text, removed, reactions }: Message): ShownNow {
  return { text, removed: removed !== undefined, reactions };
}

function summary(message: Message | null): string {
  if (message === null) return '';
  const { text, removed, reactions } = shownNow(message);
  const counts = reactions.map(({ emoji, count }) => `${emoji} ${count}`).sort();
  return JSON.stringify([text, removed, counts]);
}

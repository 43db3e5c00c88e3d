import { createHash } from 'node:crypto';
import type { WireMessage } from '../../contract/wire.ts';
import type { Chat3PostRow } from '../../store/schema.ts';
import type { Chat3Context } from './context.ts';
import type { Chat3Message } from './shapes.ts';
import { keptMeta, openPosts, settle } from './store/posts.ts';
import { messageItem } from './wire.ts';

/** The clocks of the two servers may differ by so much. */
const SKEW_MS = 5_000;
/** How long after an attempt Chat3 may yet store its message. */
const LATEST_MS = 30_000;

export type NamedMessage = Chat3Message & { messageId: string };

export const isNamed = (message: Chat3Message): message is NamedMessage => message.messageId !== null;

export const contentHash = (content: string) => createHash('sha256').update(content.trim()).digest('base64');

/**
 * Messages of one dialog as everybody gets them: with all that was posted with them, whatever Chat3 remembers of it. One that
 * came of an attempt whose answer was lost is known by its sender, its text and its time, and named as that attempt was (P9.8).
 */
export async function withMeta(
  context: Pick<Chat3Context, 'db' | 'change' | 'log'>,
  dialogId: string,
  messages: Chat3Message[],
): Promise<WireMessage[]> {
  const named = messages.filter(isNamed);
  const metas = await keptMeta(
    context.db,
    named.map(({ messageId }) => messageId),
  );
  const strangers = named.filter(({ messageId }) => !metas.has(messageId));
  for (const [messageId, meta] of await claim(context, dialogId, strangers)) metas.set(messageId, meta);
  return named.map((message) =>
    messageItem(
      message,
      dialogId,
      JSON.parse(metas.get(message.messageId) ?? '{}') as Record<string, unknown>,
    ),
  );
}

/** Which of these were posted here, with what: their answers were lost, or have not come yet. */
async function claim(
  { db, change, log }: Pick<Chat3Context, 'db' | 'change' | 'log'>,
  dialogId: string,
  strangers: NamedMessage[],
): Promise<Map<string, string>> {
  const claimed = new Map<string, string>();
  if (strangers.length === 0) return claimed;
  const senders = [...new Set(strangers.map(({ senderId }) => senderId))];
  const since = Math.min(...strangers.map(({ createdAt }) => createdAt)) - LATEST_MS - SKEW_MS;
  const posts = await openPosts(db, { dialogId, senders, since });
  if (posts.length === 0) return claimed;
  for (const message of strangers.toSorted((a, b) => a.createdAt - b.createdAt)) {
    const post = originOf(message, posts);
    if (!post) continue;
    post.open_attempts -= 1;
    if (post.message_id !== null) {
      log.warn({ dialogId, messageId: message.messageId }, 'Chat3 has stored a message twice');
    }
    post.message_id ??= message.messageId;
    await change(async (trx) => {
      await settle(trx, post, message.messageId);
      return { answer: undefined, events: [] };
    });
    claimed.set(message.messageId, post.meta);
  }
  return claimed;
}

/** By the name it still has, else the last attempt with this text that was begun before it. */
function originOf(message: NamedMessage, posts: Chat3PostRow[]): Chat3PostRow | undefined {
  const own = posts.filter((post) => post.sender_id === message.senderId && post.open_attempts > 0);
  const { clientMessageId } = message.meta;
  if (clientMessageId !== undefined) {
    return own.find((post) => post.client_message_id === clientMessageId);
  }
  const hash = contentHash(message.content);
  return own
    .filter(
      (post) =>
        post.content_hash === hash &&
        message.createdAt >= post.first_at - SKEW_MS &&
        message.createdAt <= post.last_at + LATEST_MS + SKEW_MS,
    )
    .toSorted((a, b) => b.last_at - a.last_at)[0];
}

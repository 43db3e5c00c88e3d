import { setTimeout as delay } from 'node:timers/promises';
import { conflict, notSupported } from '../../contract/errors.ts';
import type { WireMessage } from '../../contract/wire.ts';
import type { Chat3PostRow } from '../../store/schema.ts';
import { bodyHash } from '../bodyHash.ts';
import type { ChatEvent } from '../events.ts';
import type { MessageDraft } from '../port.ts';
import type { Chat3Context } from './context.ts';
import { Chat3Error, type Doubt } from './failures.ts';
import { InTurn } from './inTurn.ts';
import { contentHash, isNamed, type NamedMessage, withMeta } from './meta.ts';
import { allowAgain, beginAgain, endAttempt, findPost, insertPost, keepMeta, settle } from './store/posts.ts';
import { messageItem } from './wire.ts';

/** How long nothing is posted again after an attempt that was not answered: Chat3 may yet store it. */
const SETTLED_MS = 30_000;
/** Between the answer that something failed and the look whether it is stored nevertheless. */
const VISIBLE_MS = 300;
const PAGE = 50;
/** Pages of a history that are looked through for a message that may be there. */
const MOST_PAGES = 4;
/** The clocks of the two servers may differ by so much. */
const SKEW_MS = 5_000;

interface Posted {
  message: WireMessage;
  repeated: boolean;
}

/** Chat3 knows no repeats: what was posted under which clientMessageId is kept here, from before Chat3 is asked (P9.8). */
export class Posting {
  readonly #context: Chat3Context;
  /** Of one sender in one dialog one message at a time: two of the same text could not be told apart. */
  readonly #turns = new InTurn();

  constructor(context: Chat3Context) {
    this.#context = context;
  }

  async post(senderId: string, draft: MessageDraft): Promise<Posted> {
    await this.#context.directory.requireMember(senderId, draft.dialogId);
    if (draft.fileIds.length > 0) throw notSupported('This server keeps no files');
    return this.#turns.run(`${senderId} ${draft.dialogId}`, () =>
      draft.clientMessageId === null
        ? this.#postUnnamed(senderId, draft)
        : this.#postOnce(senderId, draft, draft.clientMessageId),
    );
  }

  async #postUnnamed(senderId: string, draft: MessageDraft): Promise<Posted> {
    const { change } = this.#context;
    const stored = await this.#ask(senderId, draft);
    const meta = JSON.stringify(draft.meta);
    const message = messageItem(stored, draft.dialogId, draft.meta);
    await change(async (trx) => {
      if (meta !== '{}') await keepMeta(trx, stored.messageId, meta);
      return { answer: undefined, events: [this.#told(message)] };
    });
    return { message, repeated: false };
  }

  async #postOnce(senderId: string, draft: MessageDraft, clientMessageId: string): Promise<Posted> {
    const { db, now } = this.#context;
    const wanted: Chat3PostRow = {
      sender_id: senderId,
      client_message_id: clientMessageId,
      dialog_id: draft.dialogId,
      body_hash: bodyHash(draft),
      content_hash: contentHash(draft.content),
      meta: JSON.stringify(draft.meta),
      message_id: null,
      open_attempts: 1,
      first_at: now(),
      last_at: now(),
      again_at: now() + SETTLED_MS,
    };
    const known = await findPost(db, wanted);
    if (known && known.body_hash !== wanted.body_hash) {
      throw conflict('clientMessageId was already used for another message');
    }
    if (known) {
      const message = await this.#find(known);
      if (message) return { message, repeated: true };
    }
    await this.#begin(known, wanted);
    return this.#attempt(senderId, draft, { ...wanted, first_at: known?.first_at ?? wanted.first_at });
  }

  /** Throws where an attempt may yet succeed that was begun before, here or at another node. */
  async #begin(known: Chat3PostRow | undefined, wanted: Chat3PostRow): Promise<void> {
    const { change, now } = this.#context;
    const isBegun = await change(async (trx) => {
      const post = await findPost(trx, wanted);
      if (!post) await insertPost(trx, wanted);
      const isOurs =
        !post || (known !== undefined && post.last_at === known.last_at && post.again_at <= now());
      const times = { now: wanted.last_at, againAt: wanted.again_at };
      const answer = !post || (isOurs && (await beginAgain(trx, post, times)));
      return { answer, events: [] };
    });
    if (isBegun) return;
    throw new Chat3Error(503, 'chat3_unsettled', 'It is not known yet whether the message was stored', {
      doubt: 'anything',
      retryAfter: 2,
    });
  }

  async #attempt(senderId: string, draft: MessageDraft, post: Chat3PostRow): Promise<Posted> {
    const { change } = this.#context;
    try {
      const stored = await this.#ask(senderId, draft);
      const message = messageItem(stored, draft.dialogId, draft.meta);
      await change(async (trx) => {
        await settle(trx, post, stored.messageId);
        return { answer: undefined, events: [this.#told(message)] };
      });
      return { message, repeated: false };
    } catch (error) {
      const message = await this.#afterFailure(post, error instanceof Chat3Error ? error.doubt : 'anything');
      if (message) return { message, repeated: false };
      throw error;
    }
  }

  async #ask(senderId: string, { dialogId, content, type, meta }: MessageDraft): Promise<NamedMessage> {
    const stored = await this.#context.chat3.post(dialogId, { content, senderId, type, meta });
    if (!isNamed(stored))
      throw new Chat3Error(502, 'chat3_failed', 'The message store failed', { doubt: 'something' });
    await this.#context.directory.learn(stored.dialog.databaseId, dialogId);
    if (stored.databaseId !== null) return stored;
    // Old clients know messages by it alone (P5.9), and some answers lack it (P8.3).
    const whole = await this.#context.chat3.message(stored.messageId).catch(() => undefined);
    return { ...stored, databaseId: whole?.databaseId ?? null };
  }

  /** The message, where it is stored nevertheless. */
  async #afterFailure(post: Chat3PostRow, doubt: Doubt): Promise<WireMessage | undefined> {
    const { change, log } = this.#context;
    if (doubt === 'nothing' || doubt === 'something') {
      await change(async (trx) => {
        await (doubt === 'nothing' ? endAttempt(trx, post) : allowAgain(trx, post));
        return { answer: undefined, events: [] };
      });
    }
    if (doubt === 'nothing') return undefined;
    await delay(VISIBLE_MS);
    return this.#find(post).catch((error: unknown) => {
      log.debug({ err: error }, 'whether a message was stored could not be looked up');
      return undefined;
    });
  }

  /** The message of this post, if Chat3 has it by now: then everybody is told of it who was not yet. */
  async #find(post: Chat3PostRow): Promise<WireMessage | undefined> {
    const { chat3, db, change } = this.#context;
    const stored = (await findPost(db, post))?.message_id;
    if (stored != null) {
      const [message] = await withMeta(this.#context, post.dialog_id, [await chat3.message(stored)]);
      return message;
    }
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { rows } = await chat3.history(post.dialog_id, { offset: page * PAGE, limit: PAGE });
      const messages = await withMeta(this.#context, post.dialog_id, rows);
      const found = (await findPost(db, post))?.message_id ?? null;
      const message = messages.find(({ messageId }) => messageId === found);
      if (message) {
        await change(async () => ({ answer: undefined, events: [this.#told(message)] }));
        return message;
      }
      if ((rows.at(-1)?.createdAt ?? 0) < post.first_at - SKEW_MS) break;
    }
    return undefined;
  }

  #told(message: WireMessage): ChatEvent {
    const members = this.#context.directory.lastMembers(message.dialogId);
    return { type: 'message', members, message };
  }
}

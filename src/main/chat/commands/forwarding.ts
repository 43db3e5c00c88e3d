/** Sending on what was said elsewhere: a message of one's own in each chat, which names who said it first (S18.5). */
import type { Forwarded, Message } from '../../../shared/domain.ts';
import { kindOf } from '../../../shared/messageKind.ts';
import { forwardedOf } from '../../../shared/messageOrigin.ts';
import { isBlank } from '../../../shared/messageText.ts';
import { CommandError } from '../commandError.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { HistoryStore } from '../store.ts';
import { type Sending, sendableText } from './sending.ts';

export interface ForwardingOptions {
  store: HistoryStore;
  sending: Pick<Sending, 'compose' | 'requireDialog'>;
  outbox: Outbox;
  nameOf(userId: string): string | null;
}

export function createForwarding({ store, sending, outbox, nameOf }: ForwardingOptions) {
  /** Of what was forwarded before, whoever said it first. */
  function originOf({ meta, senderId, createdAt }: Message): Forwarded {
    const senderName = nameOf(senderId);
    if (senderName === null) throw new CommandError('userNotFound');
    return forwardedOf(meta) ?? { senderName, senderId, at: createdAt };
  }

  function metaOf(message: Message): Message['meta'] {
    const { attachments } = message.meta;
    return { forwarded: originOf(message), ...(Array.isArray(attachments) ? { attachments } : {}) };
  }

  /**
   * Into each of the chats, all or none; the comment, which may be blank, goes before. Throws CommandError where the message
   * or a chat is not there, for a message that holds no text, and for a comment that cannot be sent.
   */
  return function forward(key: string, dialogIds: string[], comment: string): void {
    const message = store.message(key);
    if (message === null || message.state !== 'sent') throw new CommandError('messageNotFound');
    if (!mayForward(message)) throw new CommandError('notSupported');
    const targets = new Set(dialogIds);
    for (const dialogId of targets) sending.requireDialog(dialogId);
    const words = isBlank(comment) ? null : sendableText(comment);
    const meta = metaOf(message);
    store.transaction(() => {
      for (const dialogId of targets) {
        if (words !== null) sending.compose(dialogId, words, {});
        sending.compose(dialogId, message.content, meta);
      }
    });
    for (const dialogId of targets) outbox.kick(dialogId);
  };
}

function mayForward(message: Message): boolean {
  return kindOf(message) === 'text' || Array.isArray(message.meta['attachments']);
}

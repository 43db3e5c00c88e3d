/** What of a message leaves: what it answers by the name the server knows, and in the text where meta may get lost. */
import type { Message } from '../../../../shared/domain.ts';
import { excerptOf, forwardedOf, replyToOf } from '../../../../shared/messageOrigin.ts';
import { withForwarded, withReply } from '../../../../shared/textHeader.ts';
import type { HistoryStore } from '../../store.ts';
import type { JobContext } from '../job.ts';

/**
 * With the wire id of what it answers, where that had none when this was written (`waitedFor`: the sends it waited for); without,
 * where there is nothing to answer any more (S18.4).
 */
export function withNamedOriginal(
  store: HistoryStore,
  message: Message,
  waitedFor: readonly string[],
): Message {
  const { replyTo: _, ...meta } = message.meta;
  const name = replyToOf(message.meta);
  if (name === null || !waitedFor.includes(name)) return message;
  const id = store.message(name)?.id ?? null;
  return { ...message, meta: id === null ? meta : { ...meta, replyTo: id } };
}

/** What tells in the text, on servers that may forget it, what meta tells (S18.7); undefined: nothing, or no room for it. */
export function lineAbove(
  { store, nameOf, keepsMeta }: Pick<JobContext, 'store' | 'nameOf' | 'keepsMeta'>,
  { dialogId, content, meta }: Pick<Message, 'dialogId' | 'content' | 'meta'>,
): string | undefined {
  if (keepsMeta(dialogId)) return undefined;
  const forwarded = forwardedOf(meta);
  const id = replyToOf(meta);
  const original = id === null ? null : store.messageByWireId(id);
  let whole = content;
  if (forwarded !== null) whole = withForwarded(content, forwarded);
  else if (id !== null && original !== null) {
    const author = nameOf(original.senderId) ?? '';
    whole = withReply(content, { id, author, excerpt: excerptOf(original.content) });
  }
  return whole.slice(0, whole.length - content.length) || undefined;
}

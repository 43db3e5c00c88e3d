/** What the page is shown of a message. */
import { readAttachments } from '../../../shared/attachmentSchema.ts';
import type { Message } from '../../../shared/domain.ts';
import { forwardedOf } from '../../../shared/messageOrigin.ts';
import { decodeServiceLine, type ServiceLine } from '../../../shared/serviceLineSchema.ts';
import type { MessageView } from '../../../shared/views.ts';
import type { Mentions } from '../people/mentions.ts';
import type { Originals } from '../timeline/originals.ts';
import { toQuote } from './quotes.ts';

export function toMessageView(
  message: Message,
  about: { ownUserId: string; originals: Originals; mentions: Pick<Mentions, 'of'> },
): MessageView {
  const { clientMessageId: _, rev: _rev, updatedAt: _updatedAt, ...shown } = message;
  const original = about.originals.of(message);
  const mentions = about.mentions.of(message);
  const forwarded = forwardedOf(message.meta);
  return {
    ...shown,
    own: message.senderId === about.ownUserId,
    ...readService(message),
    ...readAttachments(message),
    ...(mentions.length === 0 ? {} : { mentions }),
    ...(original === null ? {} : { quote: toQuote(original) }),
    ...(forwarded === null ? {} : { forwarded }),
  };
}

/** Ready to be spread: what a service line tells, where it is one. */
export function readService(message: Message): { service?: ServiceLine } {
  const service = decodeServiceLine(message);
  return service === undefined ? {} : { service };
}

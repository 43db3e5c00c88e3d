/** What the page is shown of a message. */
import { readAttachments } from '../../../shared/attachmentSchema.ts';
import type { Mention, Message } from '../../../shared/domain.ts';
import { decodeServiceLine, type ServiceLine } from '../../../shared/serviceLineSchema.ts';
import type { MessageView } from '../../../shared/views.ts';

export function toMessageView(message: Message, ownUserId: string, mentions: Mention[]): MessageView {
  const { clientMessageId: _, rev: _rev, updatedAt: _updatedAt, ...shown } = message;
  return {
    ...shown,
    own: message.senderId === ownUserId,
    ...readService(message),
    ...readAttachments(message),
    ...(mentions.length === 0 ? {} : { mentions }),
  };
}

/** Ready to be spread: what a service line tells, where it is one. */
export function readService(message: Message): { service?: ServiceLine } {
  const service = decodeServiceLine(message);
  return service === undefined ? {} : { service };
}

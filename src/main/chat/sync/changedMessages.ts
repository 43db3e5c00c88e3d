/** What the socket tells of messages that are here: who read them, who reacted, what was changed or removed. What it leaves out is looked for. */
import type { Feature } from '../../../shared/domain.ts';
import type { Bus, MessageChange } from '../facts.ts';
import type { Reactions } from '../outbox/reactions.ts';
import type { Directory } from '../people/directory.ts';
import type { Receipts } from '../receipts/receipts.ts';
import type { Intake } from './intake.ts';

export function followMessageChanges(options: {
  bus: Bus;
  has(feature: Feature): boolean;
  directory: Pick<Directory, 'dialogIdOf'>;
  receipts: Pick<Receipts, 'takeStatus'>;
  reactions: Pick<Reactions, 'takeOwn' | 'takeHint'>;
  intake: Pick<Intake, 'takeUpdated'>;
}): void {
  const { bus, receipts, reactions } = options;

  /** Who has read which message, told in full: nothing needs to be fetched. */
  function isStatusTaken({ status, messageIds }: MessageChange): boolean {
    if (status === null || status.status === 'unread') return false;
    const { userId, status: reached } = status;
    return messageIds.some((messageId) => receipts.takeStatus(messageId, userId, reached));
  }

  function isReactionTaken({ reactorId, messageIds }: MessageChange): boolean {
    return reactorId !== null && reactions.takeOwn(reactorId, messageIds);
  }

  function look({ eventType, entityId, dialog }: MessageChange): void {
    if (eventType.startsWith('message.reaction') && entityId !== null) reactions.takeHint(entityId);
    // Our own server tells each change in an event of its own.
    if (options.has('changes')) return;
    const dialogId = options.directory.dialogIdOf(dialog);
    if (dialogId === null) bus.tell('listBehind');
    else bus.tell('dialogBehind', dialogId);
  }

  bus.on('messageChanged', (change) => {
    if (isStatusTaken(change) || isReactionTaken(change)) return;
    const { eventType, message } = change;
    if (message !== null && eventType !== 'message.create') options.intake.takeUpdated(message);
    look(change);
  });
}

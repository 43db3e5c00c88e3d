/** Changing and removing own messages: shown at once, and one durable job a message, where it has left already (S8.14). */
import type { Feature, Message } from '../../../shared/domain.ts';
import type { MentionMeta } from '../../../shared/mentions.ts';
import { CommandError } from '../commandError.ts';
import type { Edits } from '../outbox/edits.ts';
import { type EditPayload, editJobId } from '../outbox/jobs/edit.ts';
import { type RemovePayload, removeJobId } from '../outbox/jobs/remove.ts';
import { uploadJobIds } from '../outbox/jobs/upload.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { OutboxJobs } from '../outbox/outboxJobs.ts';
import type { Clock } from '../ports.ts';
import type { HistoryStore } from '../store.ts';
import { removedMessage } from '../timeline/timeline.ts';
import { sendableText } from './sending.ts';

export interface EditingOptions {
  store: HistoryStore;
  jobs: OutboxJobs;
  outbox: Outbox;
  edits: Edits;
  clock: Clock;
  ownUserId: string;
  has(feature: Feature): boolean;
  mentionMeta(dialogId: string, text: string, chosen?: readonly string[]): MentionMeta;
}

export function createEditing(options: EditingOptions) {
  const { store, jobs, outbox, edits, clock, ownUserId, has } = options;

  function there(key: string): Message {
    const message = store.message(key);
    if (message === null || message.removed !== undefined) throw new CommandError('messageNotFound');
    return message;
  }

  /** The send whose request is out, or may have got through: what it said first is what its repeats have to say. */
  function departed({ state, clientMessageId }: Message) {
    const job = state === 'sent' || clientMessageId === null ? undefined : jobs.get(clientMessageId);
    return job?.kind === 'send' && job.ambiguous ? job : null;
  }

  function requireEditing(): void {
    if (!has('edit')) throw new CommandError('notSupported');
  }

  /** A new job about the message, after its send where that is out. */
  function queue(
    message: Message,
    job: { id: string } & (
      | { kind: 'edit'; payload: EditPayload }
      | { kind: 'remove'; payload: RemovePayload }
    ),
  ): void {
    const send = departed(message);
    if (send !== null && send.payload.content === undefined) {
      const { content, meta } = message;
      jobs.save({ ...send, payload: { ...send.payload, content, meta } });
    }
    jobs.save({
      ...job,
      dialogId: message.dialogId,
      queuedAt: clock.now(),
      attempts: 0,
      ambiguous: false,
      held: false,
      dependsOn: send === null ? [] : [send.id],
    });
  }

  return {
    /** Gives an own message another text. Throws CommandError for text that cannot be sent. `mentioned`: see mentionMeta. */
    edit(key: string, text: string, mentioned?: readonly string[]): void {
      const message = there(key);
      const content = sendableText(text);
      if (message.senderId !== ownUserId) throw new CommandError('forbidden');
      if (content === message.content) return;
      const waiting = edits.editOf(key);
      const { mentions: _, mentionNames: _names, ...rest } = message.meta;
      const named = options.mentionMeta(message.dialogId, content, mentioned);
      const changed = { ...message, content, meta: { ...rest, ...named } };
      if (message.state !== 'sent' && waiting === undefined && departed(message) === null) {
        store.saveMessage(changed);
        return;
      }
      requireEditing();
      store.transaction(() => {
        store.saveMessage({ ...changed, edited: { at: clock.now() } });
        if (waiting !== undefined) jobs.save({ ...waiting, payload: { ...waiting.payload, content, named } });
        else {
          const { content: said, meta, edited } = message;
          const before = { content: said, meta, ...(edited && { edited }) };
          const payload = { messageKey: key, messageId: message.id, content, named, before };
          queue(message, { id: editJobId(key), kind: 'edit', payload });
        }
      });
      outbox.kick(message.dialogId);
    },
    /** Removes a message for everybody; one that has not left is only forgotten. */
    remove(key: string): void {
      const message = there(key);
      if (message.state !== 'sent' && (departed(message) === null || !has('edit'))) {
        store.transaction(() => {
          for (const id of [...uploadJobIds(message), message.clientMessageId ?? key]) outbox.takeBack(id);
          store.removeMessage(key);
        });
        return;
      }
      requireEditing();
      store.transaction(() => {
        const { content, reactions, meta, edited } = message;
        const said: EditPayload['before'] = edits.editOf(key)?.payload.before ?? {
          content,
          ...(edited && { edited }),
        };
        outbox.takeBack(editJobId(key));
        const before = { reactions, ...said, meta: said.meta ?? meta };
        const payload = { messageKey: key, messageId: message.id, before };
        queue(message, { id: removeJobId(key), kind: 'remove', payload });
        store.saveMessage(removedMessage(message, 'told'));
      });
      outbox.kick(message.dialogId);
    },
  };
}

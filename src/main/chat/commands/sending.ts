/** The way of a message out: one transaction writes it and its job, then the outbox takes over. */
import { monotonicFactory } from 'ulid';
import { attachmentsIn } from '../../../shared/attachmentSchema.ts';
import { isLocalFile, typeOfAttachments } from '../../../shared/attachments.ts';
import type { Message } from '../../../shared/domain.ts';
import type { MentionMeta } from '../../../shared/mentions.ts';
import { replyToOf } from '../../../shared/messageOrigin.ts';
import { cleanText, isBlank, maximumMessageLength } from '../../../shared/messageText.ts';
import { withoutMark } from '../../../shared/textHeader.ts';
import { CommandError } from '../commandError.ts';
import type { Journal } from '../journal.ts';
import type { HeldFiles } from '../outbox/heldFiles.ts';
import { uploadJobId } from '../outbox/jobs/upload.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { OutboxJobs } from '../outbox/outboxJobs.ts';
import type { Directory } from '../people/directory.ts';
import type { Clock, Random } from '../ports.ts';
import type { HistoryStore } from '../store.ts';
import type { Attaching } from './attaching.ts';

export interface SendingOptions {
  store: HistoryStore;
  directory: Directory;
  outbox: Outbox;
  jobs: OutboxJobs;
  journal: Journal;
  clock: Clock;
  random: Random;
  ownUserId: string;
  mentionMeta(dialogId: string, text: string, chosen?: readonly string[]): MentionMeta;
  attaching: Attaching;
  heldFiles: HeldFiles;
}

/** What a message has besides its text. */
export interface Carried {
  /** See mentionMeta. */
  mentioned?: readonly string[] | undefined;
  /** As they were picked. */
  fileIds?: string[] | undefined;
  /** The key of the message that it answers. */
  replyTo?: string | undefined;
  /** When its key was pressed, in the clock's `elapsed`; absent: now. */
  composedAt?: number | undefined;
}

export type Sending = ReturnType<typeof createSending>;

/** What a person wrote, as it is stored and sent. Throws CommandError for text that cannot be. */
export function sendableText(text: string, { mayBeBlank = false } = {}): string {
  const content = withoutMark(cleanText(text));
  if (!mayBeBlank && isBlank(content)) throw new CommandError('messageEmpty');
  if (content.length > maximumMessageLength) throw new CommandError('messageTooLong');
  return content;
}

export function createSending(options: SendingOptions) {
  const { store, directory, outbox, jobs, clock } = options;
  const ulid = monotonicFactory(options.random);
  let lastQueuedAt = Math.max(0, ...jobs.all().map((job) => job.queuedAt));

  /** Grows even while the local clock does not: it keeps one person's messages in the order they were written. */
  function nextQueuedAt(): number {
    lastQueuedAt = Math.max(clock.now(), lastQueuedAt + 1);
    return lastQueuedAt;
  }

  /** Those that the server does not have, or not any more. Answers the jobs that the send has to wait for. */
  function queueUploads({ key, dialogId, createdAt, meta }: Message, anew: boolean): string[] {
    const missing = attachmentsIn(meta).filter(({ fileId }) => anew || isLocalFile(fileId));
    return missing.map(({ fileId }) => {
      const id = uploadJobId(fileId);
      const payload = { messageKey: key, fileId, uploadId: null };
      const state = { attempts: 0, ambiguous: false, held: false, dependsOn: [] };
      if (!jobs.has(id)) jobs.save({ id, kind: 'upload', dialogId, queuedAt: createdAt, payload, ...state });
      return id;
    });
  }

  function queue(message: Message, anew = false): void {
    const replyTo = replyToOf(message.meta);
    const original = replyTo === null ? null : store.message(replyTo);
    jobs.save({
      id: message.clientMessageId ?? message.key,
      kind: 'send',
      dialogId: message.dialogId,
      queuedAt: message.createdAt,
      attempts: 0,
      ambiguous: false,
      held: false,
      dependsOn: [
        ...queueUploads(message, anew),
        // What it answers gets a name only when it is sent (S18.4).
        ...(original === null || original.key !== replyTo ? [] : [original.clientMessageId ?? replyTo]),
      ],
      payload: { messageKey: message.key },
    });
  }

  function unsent(key: string): Message {
    const message = store.message(key);
    if (message === null || message.state === 'sent') throw new CommandError('messageNotFound');
    return message;
  }

  function requireDialog(dialogId: string): void {
    if (directory.record(dialogId) === null) throw new CommandError('dialogNotFound');
  }

  /** What a message carries that answers the one with this key; nothing where that is gone by now. */
  function replyMeta(dialogId: string, key: string | undefined): { replyTo?: string } {
    const original = key === undefined ? null : store.message(key);
    if (original === null || original.removed !== undefined || original.dialogId !== dialogId) return {};
    return { replyTo: original.id ?? original.key };
  }

  /** Inside the caller's transaction. Answers the new message's key; the caller kicks the outbox. */
  function compose(dialogId: string, content: string, meta: Message['meta'], composedAt?: number): string {
    const createdAt = nextQueuedAt();
    const clientMessageId = ulid(createdAt);
    const attachments = attachmentsIn(meta);
    options.journal.traces.compose({ key: clientMessageId, dialogId }, composedAt);
    const message: Message = {
      key: clientMessageId,
      id: null,
      clientMessageId,
      dialogId,
      senderId: options.ownUserId,
      content,
      type: attachments.length === 0 ? 'text' : typeOfAttachments(attachments),
      createdAt,
      seq: null,
      state: 'queued',
      failure: null,
      reactions: [],
      meta,
    };
    store.saveMessage(message);
    queue(message);
    options.journal.traces.stamp(message.key, 'queued');
    return message.key;
  }

  return {
    requireDialog,
    compose,
    /** Answers the key of the new message; throws CommandError for what cannot be sent. */
    send(dialogId: string, text: string, carried: Carried = {}): string {
      const { mentioned, fileIds = [], replyTo, composedAt } = carried;
      requireDialog(dialogId);
      const attachments = options.attaching.picked(fileIds);
      const hasFiles = attachments.length > 0;
      const content = sendableText(text, { mayBeBlank: hasFiles });
      const key = store.transaction(() => {
        const meta = {
          ...options.mentionMeta(dialogId, content, mentioned),
          ...replyMeta(dialogId, replyTo),
          ...(hasFiles ? { attachments } : {}),
        };
        const sent = compose(dialogId, content, meta, composedAt);
        if (hasFiles) options.heldFiles.hold(fileIds, sent);
        // An answer from a notification leaves what stands in the field.
        if (cleanText(directory.draft(dialogId)) === content) directory.saveDraft(dialogId, '');
        if (directory.draftReply(dialogId) === replyTo) directory.saveDraftReply(dialogId, null);
        return sent;
      });
      outbox.kick(dialogId);
      return key;
    },
    /** What the draft answers from now on; null: nothing. Throws CommandError where there is no such message. */
    answer(dialogId: string, key: string | null): void {
      requireDialog(dialogId);
      if (key !== null && replyMeta(dialogId, key).replyTo === undefined)
        throw new CommandError('messageNotFound');
      directory.saveDraftReply(dialogId, key);
    },
    /** Sends a failed or held message again, now, at the end of the queue. */
    retry(key: string): void {
      const message = unsent(key);
      const queued: Message = { ...message, createdAt: nextQueuedAt(), state: 'queued', failure: null };
      store.transaction(() => {
        store.saveMessage(queued);
        queue(queued, message.failure === 'fileMissing');
      });
      outbox.kick(message.dialogId);
    },
  };
}

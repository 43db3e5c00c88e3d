/** The way of a message out: one transaction writes it and its job, then the outbox takes over. */
import { monotonicFactory } from 'ulid';
import { attachmentsIn } from '../../../shared/attachmentSchema.ts';
import { isLocalFile, typeOfAttachments } from '../../../shared/attachments.ts';
import type { Message } from '../../../shared/domain.ts';
import type { MentionMeta } from '../../../shared/mentions.ts';
import { cleanText, isBlank, maximumMessageLength } from '../../../shared/messageText.ts';
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
}

export function createSending(options: SendingOptions) {
  const { store, outbox, jobs, clock } = options;
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
    const dependsOn = queueUploads(message, anew);
    jobs.save({
      id: message.clientMessageId ?? message.key,
      kind: 'send',
      dialogId: message.dialogId,
      queuedAt: message.createdAt,
      attempts: 0,
      ambiguous: false,
      held: false,
      dependsOn,
      payload: { messageKey: message.key },
    });
  }

  function unsent(key: string): Message {
    const message = store.message(key);
    if (message === null || message.state === 'sent') throw new CommandError('messageNotFound');
    return message;
  }

  return {
    /** Answers the key of the new message; throws CommandError for what cannot be sent. */
    send(dialogId: string, text: string, { mentioned, fileIds = [] }: Carried = {}): string {
      if (options.directory.record(dialogId) === null) throw new CommandError('dialogNotFound');
      const content = cleanText(text);
      const attachments = options.attaching.picked(fileIds);
      if (isBlank(content) && attachments.length === 0) throw new CommandError('messageEmpty');
      if (content.length > maximumMessageLength) throw new CommandError('messageTooLong');
      const createdAt = nextQueuedAt();
      const clientMessageId = ulid(createdAt);
      options.journal.begin({ key: clientMessageId, dialogId, own: true }, 'composed');
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
        meta: {
          ...options.mentionMeta(dialogId, content, mentioned),
          ...(attachments.length === 0 ? {} : { attachments }),
        },
      };
      if (attachments.length > 0) options.heldFiles.hold(fileIds, clientMessageId);
      store.transaction(() => {
        store.saveMessage(message);
        queue(message);
        // An answer from a notification leaves what stands in the field.
        if (cleanText(options.directory.draft(dialogId)) === content)
          options.directory.saveDraft(dialogId, '');
      });
      options.journal.stamp(message.key, 'queued');
      outbox.kick(dialogId);
      return message.key;
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

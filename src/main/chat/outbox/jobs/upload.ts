/** A file on its way to the server, before the message that names it (S20.1). */
import { z } from 'zod';
import { attachmentsIn } from '../../../../shared/attachmentSchema.ts';
import type { Message } from '../../../../shared/domain.ts';
import { CommandError } from '../../commandError.ts';
import { UploadRefused } from '../../ports.ts';
import { createLane } from '../../rest/lane.ts';
import { refused, unanswered } from '../../rest/rest.ts';
import type { Job, JobContext, JobHandling, JobKind } from '../job.ts';

export interface UploadPayload {
  messageKey: string;
  /** As the message names it. */
  fileId: string;
  /** What the server calls the upload that an earlier attempt began. */
  uploadId: string | null;
}

export const upload: JobKind<UploadPayload> = {
  payload: z.object({ messageKey: z.string(), fileId: z.string(), uploadId: z.string().nullable() }),
  start: startUploading,
};

export const uploadJobId = (fileId: string) => `upload ${fileId}`;

/** The jobs that bring the files of this message to the server. */
export const uploadJobIds = ({ meta }: Pick<Message, 'meta'>) =>
  attachmentsIn(meta).map(({ fileId }) => uploadJobId(fileId));

/** Between two words to the page about how far a file is (S20.5). */
const progressPauseMs = 250;

function startUploading(context: JobContext): JobHandling<UploadPayload, string> {
  const { store, jobs, files, clock, emit } = context;
  const lane = createLane({ most: 1, extra: 0 });
  const running = new Map<string, () => void>();
  let toldAt = Number.NEGATIVE_INFINITY;

  const tellEnd = (fileId: string) => emit({ type: 'transfers', transfers: { [fileId]: null } });

  function tell(fileId: string, done: number, total: number): void {
    if (clock.elapsed() - toldAt < progressPauseMs && done < total) return;
    toldAt = clock.elapsed();
    emit({ type: 'transfers', transfers: { [fileId]: { done, total } } });
  }

  function noteBegun(id: string, uploadId: string): void {
    const job = jobs.get(id);
    if (job?.kind === 'upload') jobs.save({ ...job, payload: { ...job.payload, uploadId } });
  }

  async function perform({ id, payload: { fileId, uploadId } }: Job<UploadPayload>): Promise<string> {
    // It may have been taken back while another one was on its way.
    if (!jobs.has(id) || files === undefined) throw new CommandError('fileMissing');
    const { done, cancel } = files.upload({
      fileId,
      uploadId,
      onBegun: (begun) => noteBegun(id, begun),
      onProgress: (sent, total) => tell(fileId, sent, total),
    });
    running.set(id, cancel);
    try {
      return await done;
    } catch (error) {
      throw meaningOf(error);
    } finally {
      running.delete(id);
    }
  }

  return {
    // One at a time: two would each take twice as long (S20.3).
    perform: (job) => lane.run(false, () => perform(job)),
    take({ payload: { messageKey, fileId } }, serverId) {
      tellEnd(fileId);
      const message = store.message(messageKey);
      if (message !== null && message.state !== 'sent') store.saveMessage(renamed(message, fileId, serverId));
    },
    // The server says how much it has (S20.2).
    isRepeatable: () => true,
    // What is shown as failed is the message (S8.12).
    refuse: ({ payload }) => tellEnd(payload.fileId),
    drop({ id, payload }) {
      running.get(id)?.();
      tellEnd(payload.fileId);
    },
  };
}

function renamed(message: Message, fileId: string, serverId: string): Message {
  const attachments = attachmentsIn(message.meta).map((attachment) =>
    attachment.fileId === fileId ? { ...attachment, fileId: serverId } : attachment,
  );
  return { ...message, meta: { ...message.meta, attachments } };
}

/** What is not here any more is known before the server is asked. */
function meaningOf(error: unknown): Error {
  if (error instanceof CommandError) return error;
  return error instanceof UploadRefused ? refusalOf(error) : unanswered(error);
}

/** What the server does not take, as a person should hear it (S20.4). */
function refusalOf({ response, cause }: UploadRefused): Error {
  switch (response.status) {
    case 404:
      return new CommandError('filesNotSupported', cause);
    case 400:
      return new CommandError('fileEmpty', cause);
    case 413:
      return new CommandError('fileTooLarge', cause);
    case 415:
    case 422:
      return new CommandError('fileRefused', cause);
    default:
      return refused(response);
  }
}

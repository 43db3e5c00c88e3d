/** The files of one person's computer, which outlive its engines, and their way to the server in memory. */
import { CommandError } from '../../src/main/chat/commandError.ts';
import {
  type AccountFiles,
  type HttpClient,
  type HttpRequest,
  TransportError,
  type Upload,
  UploadRefused,
  type UploadRequest,
} from '../../src/main/chat/ports.ts';
import { type Attachment, localFileId } from '../../src/shared/attachments.ts';
import { attachmentOf, fileName } from './worldFiles.ts';

interface DiskFile {
  attachment: Attachment;
  /** '': picked and not sent yet. */
  heldFor: string;
  serverId: string | null;
  /** What the server calls the upload that was begun and did not end. */
  begun: string | null;
}

export type Disk = ReturnType<typeof createDisk>;

export function createDisk(userId: string) {
  const files = new Map<string, DiskFile>();
  let count = 0;
  let faults = 0;

  const find = (fileId: string) =>
    files.get(fileId) ?? [...files.values()].find(({ serverId }) => serverId === fileId);
  const holders = () => [...new Set([...files.values()].flatMap(({ heldFor }) => heldFor || []))];

  function start(file: DiskFile, request: UploadRequest, http: HttpClient, isOpen: () => boolean): Upload {
    const { name, bytes: pieces } = file.attachment;
    let fileId = request.uploadId;
    let isWanted = true;
    if (fileId !== file.begun) faults += 1;

    const send = (method: HttpRequest['method'], body?: unknown) => {
      const url = `http://world/api/files${fileId === null ? '' : `/${fileId}`}`;
      return http({ method, url, headers: {}, body: JSON.stringify(body), timeoutMs: 15_000 });
    };

    function lookWhetherHeld(): void {
      if (isWanted && isOpen() && ![...files.values()].includes(file)) faults += 1;
    }

    async function ask(method: HttpRequest['method'], body?: unknown) {
      const { status, body: told } = await send(method, body).finally(lookWhetherHeld);
      // Of a killed program, and of what was taken back, nothing goes on.
      if (!isWanted || !isOpen()) throw new TransportError('aborted');
      return { status, ...(told as { stored: number; fileId: string }) };
    }

    /** What an earlier attempt has brought. */
    async function storedBefore(): Promise<number> {
      if (fileId === null) return 0;
      const { status, stored } = await ask('GET');
      if (status === 200) return stored;
      fileId = null;
      return 0;
    }

    async function bring(): Promise<string> {
      let stored = await storedBefore();
      if (fileId === null) {
        ({ fileId } = await ask('POST', { name, pieces }));
        file.begun = fileId;
        request.onBegun(fileId);
      }
      while (stored < pieces) {
        const answer = await ask('PATCH', { offset: stored });
        if (answer.status === 404 || answer.status === 409) throw new TransportError('reset');
        if (answer.status !== 200) {
          file.begun = null;
          throw new UploadRefused({ status: answer.status, body: answer, retryAfterMs: null });
        }
        stored = answer.stored;
        request.onProgress(stored, pieces);
      }
      Object.assign(file, { serverId: fileId, begun: null });
      return fileId;
    }

    let cancel = () => {};
    const cancelled = new Promise<never>((_, reject) => {
      cancel = () => {
        isWanted = false;
        if (fileId !== null) void send('DELETE').catch(() => {});
        reject(new TransportError('aborted'));
      };
    });
    return { done: Promise.race([bring(), cancelled]), cancel: () => cancel() };
  }

  return {
    /** Answers what this computer calls the file, and what the person does. */
    pick(pieces: number, isRefused: boolean): { fileId: string; name: string } {
      count += 1;
      const fileId = localFileId(`${userId}_${count}`);
      const name = fileName(userId, count, isRefused);
      files.set(fileId, {
        attachment: attachmentOf(fileId, name, pieces),
        heldFor: '',
        serverId: null,
        begun: null,
      });
      return { fileId, name };
    },
    holders,
    /** Uploads begun anew though an earlier attempt had begun (S20.2), and what is brought of files let go of (S20.6). */
    faults: () => faults,
    /** For the next engine. */
    open(http: HttpClient): AccountFiles {
      let isOpen = true;
      return {
        picked: (fileId) => files.get(fileId)?.attachment ?? null,
        hold(fileId, messageKey) {
          const file = find(fileId);
          if (file !== undefined) file.heldFor = messageKey;
        },
        holders,
        release(messageKey) {
          for (const [fileId, { heldFor }] of files) if (heldFor === messageKey) files.delete(fileId);
        },
        upload(request) {
          const file = find(request.fileId);
          if (isOpen && file !== undefined) return start(file, request, http, () => isOpen);
          if (isOpen) faults += 1;
          return { done: Promise.reject(new CommandError('fileMissing')), cancel: () => {} };
        },
        close() {
          isOpen = false;
        },
      };
    },
  };
}

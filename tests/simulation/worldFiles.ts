/** Files of the server in memory: begun, brought in pieces, named by messages, and swept where none names them (P7.41, P7.44). */
import type { HttpRequest, Random } from '../../src/main/chat/ports.ts';
import { attachmentsIn } from '../../src/shared/attachmentSchema.ts';
import type { Attachment } from '../../src/shared/attachments.ts';
import type { WorldDialog } from './answers.ts';

interface Answer {
  status: number;
  body: unknown;
}

interface StoredFile {
  fileId: string;
  userId: string;
  name: string;
  /** How many it is brought in. */
  pieces: number;
  stored: number;
}

const filesPath = /\/files(?:\/([^/?]+))?$/;
const postPath = /\/messages\/dialog\/([^/?]+)$/;

const refusedMark = 'refused';

/** The server takes no file of such a name, which shows when it is whole. */
export const isRefusedName = (name: string) => name.includes(refusedMark);

/** As people call their files. */
export const fileName = (userId: string, number: number, isRefused: boolean) =>
  `${userId} ${number}${isRefused ? ` ${refusedMark}` : ''}.pdf`;

export function attachmentOf(fileId: string, name: string, pieces: number): Attachment {
  return { fileId, name, bytes: pieces, mimeType: 'application/pdf', kind: 'file' };
}

/** Of the files that the message names. */
export const idsIn = (meta: Record<string, unknown>) => attachmentsIn(meta).map(({ fileId }) => fileId);

const anotherMessage: Answer = {
  status: 409,
  body: { success: false, error: 'Another message has this id' },
};
const notFound: Answer = { status: 404, body: { success: false, error: 'File not found' } };

export function createWorldFiles({ dialogs }: { dialogs: ReadonlyMap<string, WorldDialog> }) {
  const files = new Map<string, StoredFile>();
  /** Also those that were swept since. */
  const everWhole = new Set<string>();
  let count = 0;
  let early = 0;

  const rows = () => [...dialogs.values()].flatMap((dialog) => dialog.rows);
  const progressOf = ({ stored, fileId }: StoredFile) => ({ status: 200, body: { stored, fileId } });

  function begin({ name, pieces }: Pick<StoredFile, 'name' | 'pieces'>, userId: string): Answer {
    count += 1;
    const file = { fileId: `file_${count}`, userId, name, pieces, stored: 0 };
    files.set(file.fileId, file);
    return { ...progressOf(file), status: 201 };
  }

  function append(file: StoredFile, offset: number): Answer {
    if (offset !== file.stored || file.stored === file.pieces)
      return { status: 409, body: { success: false, error: 'It stands elsewhere' } };
    file.stored += 1;
    if (file.stored < file.pieces) return progressOf(file);
    if (isRefusedName(file.name)) {
      files.delete(file.fileId);
      return { status: 422, body: { success: false, error: 'The file is refused' } };
    }
    everWhole.add(file.fileId);
    return progressOf(file);
  }

  /** null: the post may pass. A repeat asks for no file again, and names the same ones (P7.2). */
  function postRefusal(dialog: WorldDialog | undefined, body: string, userId: string): Answer | null {
    const { meta } = JSON.parse(body) as {
      meta: { attachments?: { fileId: string }[] } & { clientMessageId?: string };
    };
    const fileIds = meta.attachments?.map(({ fileId }) => fileId) ?? [];
    if (fileIds.length === 0) return null;
    const known = dialog?.rows.find((row) => row.clientMessageId === meta.clientMessageId);
    if (known !== undefined) return idsIn(known.meta).join() === fileIds.join() ? null : anotherMessage;
    if (!fileIds.every((fileId) => everWhole.has(fileId))) early += 1;
    const isWhole = (file?: StoredFile) => file?.userId === userId && file.stored === file.pieces;
    return fileIds.every((fileId) => isWhole(files.get(fileId))) ? null : notFound;
  }

  return {
    /** null: the request is about something else, or a post whose files are here. */
    answer({ method, url, body = '{}' }: HttpRequest, userId: string): Answer | null {
      const dialogId = method === 'POST' ? postPath.exec(url)?.[1] : undefined;
      if (dialogId !== undefined) return postRefusal(dialogs.get(dialogId), body, userId);
      const match = filesPath.exec(url);
      if (match === null) return null;
      if (match[1] === undefined) return begin(JSON.parse(body), userId);
      const file = files.get(match[1]);
      if (file?.userId !== userId) return notFound;
      if (method === 'PATCH') return append(file, (JSON.parse(body) as { offset: number }).offset);
      if (method === 'DELETE') files.delete(file.fileId);
      return progressOf(file);
    },
    /** What the message has of the files that a post names by their ids. */
    described<Meta extends Record<string, unknown>>(meta: Meta): Meta {
      const { attachments } = meta as { attachments?: { fileId: string }[] };
      if (attachments === undefined) return meta;
      const described = attachments.flatMap(({ fileId }) => {
        const file = files.get(fileId);
        return file === undefined ? [] : attachmentOf(fileId, file.name, file.pieces);
      });
      return { ...meta, attachments: described };
    },
    /** Of what no message names, any may go, whole or not. */
    sweep(random: Random): void {
      const named = new Set(rows().flatMap(({ meta }) => idsIn(meta)));
      for (const fileId of files.keys()) if (!named.has(fileId) && random() < 0.5) files.delete(fileId);
    },
    /** Posts that named what had never been whole. */
    early: () => early,
  };
}

/** Files of messages: what they are to whoever looks at them, the same on the page, in notifications and in the search. */

export type AttachmentKind = 'image' | 'video' | 'audio' | 'file';

export interface Attachment {
  /** The server's id; of what has not been uploaded yet, one of this computer (see `isLocalFile`). */
  fileId: string;
  name: string;
  bytes: number;
  mimeType: string;
  kind: AttachmentKind;
  /** Of pictures as they are shown, in pixels. */
  width?: number | undefined;
  height?: number | undefined;
  /** The server has a small picture of it. */
  preview?: true | undefined;
}

const localPrefix = 'local_';

export const localFileId = (random: string) => `${localPrefix}${random}`;

/** It waits on this computer, and the server does not know it yet. */
export const isLocalFile = (fileId: string) => fileId.startsWith(localPrefix);

/** What Chromium draws by itself and what runs no script. SVG and HTML are not among them, and never may be. */
const shown: Record<string, AttachmentKind> = {
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'image/avif': 'image',
  'image/bmp': 'image',
  'video/mp4': 'video',
  'video/webm': 'video',
  'video/ogg': 'video',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/x-m4a': 'audio',
  'audio/aac': 'audio',
  'audio/ogg': 'audio',
  'audio/opus': 'audio',
  'audio/webm': 'audio',
  'audio/flac': 'audio',
  'audio/x-flac': 'audio',
  'audio/wav': 'audio',
  'audio/wave': 'audio',
  'audio/vnd.wave': 'audio',
};

const bareType = (mimeType: string) => mimeType.split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** The type that a page may show; null: it is saved and never shown. */
export function shownType(mimeType: string): string | null {
  const type = bareType(mimeType);
  return Object.hasOwn(shown, type) ? type : null;
}

export function kindOfType(mimeType: string): AttachmentKind {
  const type = shownType(mimeType);
  return type === null ? 'file' : (shown[type] ?? 'file');
}

/** What our server calls a message with these files. */
export function typeOfAttachments(attachments: readonly Attachment[]): string {
  return attachments.every(({ kind }) => kind === 'image') ? 'image' : 'file';
}

/** What a line says of them: how many, of what kind, and the name of a single one that is no picture. */
export interface AttachmentSummary {
  kind: AttachmentKind;
  count: number;
  name: string | null;
}

/** null where there are none. */
export function summaryOf(attachments: readonly Attachment[] | undefined): AttachmentSummary | null {
  const [first] = attachments ?? [];
  if (first === undefined || attachments === undefined) return null;
  const kind = attachments.every((other) => other.kind === first.kind) ? first.kind : 'file';
  return { kind, count: attachments.length, name: attachments.length === 1 ? first.name : null };
}

/** The text that a search looks through. */
export function searchedText(message: {
  content: string;
  attachments?: readonly Attachment[] | undefined;
}): string {
  const names = (message.attachments ?? []).map(({ name }) => name);
  return names.length === 0 ? message.content : [message.content, ...names].filter(Boolean).join('\n');
}

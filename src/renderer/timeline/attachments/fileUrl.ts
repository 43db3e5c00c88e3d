import { type Attachment, isLocalFile, shownType } from '../../../shared/attachments.ts';

export const contentUrl = ({ fileId }: Attachment) => `chat3-file://content/${fileId}`;

/** What is shown in the list: the small picture, where there is one. */
export function previewUrl(attachment: Attachment): string {
  const { fileId, preview } = attachment;
  return preview && !isLocalFile(fileId) ? `chat3-file://preview/${fileId}` : contentUrl(attachment);
}

/** It can be drawn: a picture of an unusual kind by what the server has made of it. */
export function isPicture({ kind, preview, mimeType }: Attachment): boolean {
  return kind === 'image' && (preview === true || shownType(mimeType) !== null);
}

/** How a line names files: «Фото», «Файл: Договор.pdf», «Файлы: 3». */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type Attachment, type AttachmentKind, summaryOf } from './attachments.ts';
import { isolated } from './bidi.ts';

const one: Record<AttachmentKind, (name: string) => MessageDescriptor> = {
  image: () => msg`Фото`,
  video: () => msg`Видео`,
  audio: (name) => msg`Аудио: ${name}`,
  file: (name) => msg`Файл: ${name}`,
};

const several: Record<AttachmentKind, (count: number) => MessageDescriptor> = {
  image: (count) => msg`Фото: ${count}`,
  video: (count) => msg`Видео: ${count}`,
  audio: (count) => msg`Аудио: ${count}`,
  file: (count) => msg`Файлы: ${count}`,
};

/** null where there are none. */
export function attachmentWords(attachments: readonly Attachment[] | undefined): MessageDescriptor | null {
  const summary = summaryOf(attachments);
  if (summary === null) return null;
  const { kind, count, name } = summary;
  return name === null ? several[kind](count) : one[kind](isolated(name));
}

import { kindOf } from '../../shared/messageKind.ts';
import type { MessageView } from '../../shared/views.ts';
import { formatStamp } from '../format/time.ts';

export interface CopyWords {
  locale: string;
  /** Of whoever wrote it, as it stands above the text. */
  nameOf: (senderId: string) => string;
  attachment: string;
  /** Of files by their names. */
  files?: (attachments: NonNullable<MessageView['attachments']>) => string;
}

/**
 * What lands on the clipboard: of several messages each under who wrote it and when, of a single one its text alone. The
 * text is as it was written, with its markup.
 */
export function copiedText(messages: readonly MessageView[], words: CopyWords): string {
  const written = messages.filter((message) => !['system', 'removed'].includes(kindOf(message)));
  const textOf = ({ attachments, content, ...message }: MessageView) => {
    if (attachments && words.files) return [words.files(attachments), content].filter(Boolean).join('\n');
    return kindOf(message) === 'attachment' ? words.attachment : content;
  };
  const [only] = written;
  if (only && written.length === 1) return textOf(only);
  return written
    .map(
      (message) =>
        `${words.nameOf(message.senderId)}, [${formatStamp(words.locale, message.createdAt)}]\n${textOf(message)}`,
    )
    .join('\n\n');
}

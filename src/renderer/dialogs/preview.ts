import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { attachmentWords } from '../../shared/attachmentWords.ts';
import { plainText } from '../../shared/markup.ts';
import { kindOf } from '../../shared/messageKind.ts';
import { isBlank } from '../../shared/messageText.ts';
import type { DialogView } from '../../shared/views.ts';
import { firstName } from '../format/names.ts';
import { serviceSentence } from '../timeline/serviceSentence.ts';

export interface Preview {
  /** Who wrote it: «Вы», a first name, «Черновик». */
  prefix: MessageDescriptor | string | null;
  text: MessageDescriptor | string;
  /** What is said with files. */
  caption?: string;
  draft: boolean;
}

const attachment = msg`Вложение`;
const removedMessage = msg`Сообщение удалено`;
const systemMessage = msg`Системное сообщение`;
const you = msg`Вы`;
const draftWord = msg`Черновик`;

/** UTF-16 units of a text that are looked at: many times what fits on the line. */
const longestRead = 1_000;

/** The second line of a chat in the list; null where nothing was ever written. */
export function previewOf(
  dialog: DialogView,
  ownId: string,
  nameOf: (userId: string) => string | undefined,
  isOpen: boolean,
): Preview | null {
  if (!isOpen && !isBlank(dialog.draft)) {
    return { prefix: draftWord, text: dialog.draft, draft: true };
  }
  const { lastMessage } = dialog;
  if (!lastMessage) return null;
  if (lastMessage.service) {
    return { prefix: null, text: serviceSentence(lastMessage.service, ownId, nameOf), draft: false };
  }
  const kind = kindOf(lastMessage);
  if (kind === 'system') return { prefix: null, text: systemMessage, draft: false };
  // Who removed it is not told.
  if (kind === 'removed') return { prefix: null, text: removedMessage, draft: false };
  const written = plainText(lastMessage.content.slice(0, longestRead));
  const files = attachmentWords(lastMessage.attachments);
  const text = files ?? (kind === 'attachment' ? attachment : written);
  const caption = files !== null && !isBlank(written) ? { caption: written } : {};
  if (lastMessage.senderId === ownId) return { prefix: you, text, ...caption, draft: false };
  const name = dialog.kind === 'group' ? nameOf(lastMessage.senderId) : undefined;
  return { prefix: name ? firstName(name) : null, text, ...caption, draft: false };
}

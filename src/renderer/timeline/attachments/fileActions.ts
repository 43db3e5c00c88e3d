import type { Attachment } from '../../../shared/attachments.ts';
import { call } from '../../state/bridge.ts';
import { showNotice } from '../../state/notice.ts';

type FileCommand = 'saveFile' | 'showFile';

async function act(command: FileCommand, { fileId, name }: Attachment): Promise<void> {
  const result = await call(command, { fileId, name });
  if (!result.ok) showNotice(result.error.code);
}

/** Asks where; nothing is opened. */
export const saveFile = (attachment: Attachment) => void act('saveFile', attachment);

/** In the file manager; saves it first where it was not saved. */
export const showFile = (attachment: Attachment) => void act('showFile', attachment);

export async function copyImage({ fileId }: Attachment): Promise<void> {
  const result = await call('copyImage', { fileId });
  if (!result.ok) showNotice(result.error.code);
}

/** What the clipboard takes. */
export const canCopyImage = ({ mimeType }: Attachment) => /^image\/(png|jpeg)\b/.test(mimeType);

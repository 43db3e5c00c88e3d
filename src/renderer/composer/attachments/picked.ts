import { create } from 'zustand';
import type { ErrorCode } from '../../../shared/domain.ts';
import type { FileLimits } from '../../../shared/views.ts';
import { showNotice } from '../../state/notice.ts';
import { useChat } from '../../state/store.ts';

export interface PickedFile {
  id: number;
  file: File;
}

interface Picked {
  /** The chat they are meant for; null: nothing is picked. */
  dialogId: string | null;
  files: PickedFile[];
}

/** What is about to be sent, by whatever way it was picked. */
export const usePicked = create<Picked>(() => ({ dialogId: null, files: [] }));

let lastId = 0;

/** Of a server that was not heard yet. */
const usualLimits: FileLimits = { bytes: 25 * 1024 * 1024, perMessage: 10 };

export function fileLimits(): FileLimits {
  return useChat.getState().connection.files ?? usualLimits;
}

/** It was heard, and takes no files. */
function takesNone(): boolean {
  const { state, files } = useChat.getState().connection;
  return files === undefined && (state === 'live' || state === 'catchingUp');
}

/** Shows them for a last look, beside those that were picked for this chat before. */
export function pickFiles(dialogId: string, added: readonly File[]): void {
  if (added.length === 0) return;
  if (takesNone()) {
    showNotice('filesNotSupported');
    return;
  }
  const { dialogId: before, files } = usePicked.getState();
  const kept = before === dialogId ? files : [];
  const further = added.map((file) => ({ id: ++lastId, file }));
  usePicked.setState({ dialogId, files: [...kept, ...further] });
}

export function unpick(id: number): void {
  const files = usePicked.getState().files.filter((picked) => picked.id !== id);
  if (files.length === 0) forgetPicked();
  else usePicked.setState({ files });
}

export function forgetPicked(): void {
  usePicked.setState({ dialogId: null, files: [] });
}

/** Why this one cannot be sent; null: it can. */
export function problemOf({ size }: File, { bytes }: FileLimits): ErrorCode | null {
  if (size === 0) return 'fileEmpty';
  return size > bytes ? 'fileTooLarge' : null;
}

import { kindOfType } from '../../../shared/attachments.ts';
import type { CommandResult } from '../../../shared/bridge.ts';
import { attachedPieceBytes } from '../../../shared/limits.ts';
import { call, send } from '../../state/bridge.ts';

/** Of a picture as it will be shown, turned as its camera says; empty where it is none. */
async function sizeOf(file: File): Promise<{ width?: number; height?: number }> {
  if (kindOfType(file.type) !== 'image') return {};
  try {
    const { width, height } = await createImageBitmap(file);
    return { width, height };
  } catch {
    return {};
  }
}

/** Copies a file to where it waits to be sent, piece by piece; answers its id there. */
export async function copyFile(file: File): Promise<CommandResult<string>> {
  const { name, type, size } = file;
  const begun = await call('attachFile', { name, mimeType: type, bytes: size, ...(await sizeOf(file)) });
  if (!begun.ok) return begun;
  const { fileId } = begun.value;
  for (let offset = 0; offset < size; offset += attachedPieceBytes) {
    const data = await read(file, offset);
    const copied =
      data === null
        ? ({ ok: false, error: { code: 'fileMissing' } } as const)
        : await call('attachPiece', { fileId, offset, data });
    if (copied.ok) continue;
    send('detachFile', { fileId });
    return copied;
  }
  return { ok: true, value: fileId };
}

/** null for a file that was moved, changed or is a folder. */
async function read(file: File, offset: number): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await file.slice(offset, offset + attachedPieceBytes).arrayBuffer());
  } catch {
    return null;
  }
}

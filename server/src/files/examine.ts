import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import type { FileKind } from '../store/schema.ts';
import type { Picture } from './images.ts';

/** Types are told by the beginning: nothing is unpacked that is larger. */
const BEGINNING = 64 * 1024;

export interface Examined {
  mimeType: string;
  kind: FileKind;
  picture?: Picture;
}

/** What the file is, whatever its sender calls it (P7.43). */
export async function examine(path: string): Promise<Examined> {
  const mimeType = await typeOf(path);
  const [family] = mimeType.split('/', 1);
  if (family === 'video' || family === 'audio') return { mimeType, kind: family };
  if (family !== 'image') return { mimeType, kind: 'file' };
  // Only where there are pictures: it brings a library that is not small.
  const { isPictureType, readPicture } = await import('./images.ts');
  const picture = isPictureType(mimeType) ? await readPicture(path, mimeType) : undefined;
  return picture ? { mimeType, kind: 'image', picture } : { mimeType, kind: 'file' };
}

async function typeOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(BEGINNING) });
    const found = await fileTypeFromBuffer(buffer.subarray(0, bytesRead)).catch(() => undefined);
    return found?.mime ?? 'application/octet-stream';
  } finally {
    await file.close();
  }
}

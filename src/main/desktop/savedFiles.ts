/** Files of messages where the person wants them. Nothing is ever opened by itself. */
import { existsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import electron, {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  type NativeImage,
  nativeImage,
  shell,
} from 'electron';
import { cleanFileName } from '../../shared/fileName.ts';
import { CommandError } from '../chat/commandError.ts';
import type { Files } from '../files/files.ts';

const writtenAtOnce = 1024 * 1024;

/** Runtimes before `ClipboardItem` have a call for it. */
async function writeImage(image: NativeImage): Promise<void> {
  const { ClipboardItem } = electron as Partial<Pick<typeof electron, 'ClipboardItem'>>;
  if (ClipboardItem === undefined) {
    (clipboard as unknown as { writeImage(image: NativeImage): void }).writeImage(image);
    return;
  }
  const png = new Blob([new Uint8Array(image.toPNG())], { type: 'image/png' });
  await clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

export type SavedFiles = ReturnType<typeof createSavedFiles>;

export function createSavedFiles({ files, window }: { files: Files; window: BrowserWindow }) {
  /** Of this run of the program, by the file's id. */
  const savedAt = new Map<string, string>();

  async function write(fileId: string, path: string): Promise<void> {
    const account = files.account();
    const { id, bytes } = await account.stored(fileId, 'content');
    try {
      const file = await open(path, 'w', 0o600);
      try {
        for (let at = 0; at < bytes; at += writtenAtOnce)
          await file.write(await account.read(id, at, Math.min(bytes, at + writtenAtOnce)));
      } finally {
        await file.close();
      }
    } catch (cause) {
      await rm(path, { force: true }).catch(() => {});
      throw new CommandError('saveFailed', cause);
    }
  }

  /** Rejects with CommandError. */
  async function save(fileId: string, name: string): Promise<boolean> {
    const { filePath, canceled } = await dialog.showSaveDialog(window, {
      defaultPath: join(app.getPath('downloads'), cleanFileName(name)),
    });
    if (canceled) return false;
    await write(fileId, filePath);
    savedAt.set(fileId, filePath);
    return true;
  }

  return {
    save,
    async show(fileId: string, name: string): Promise<boolean> {
      const before = savedAt.get(fileId);
      if ((before === undefined || !existsSync(before)) && !(await save(fileId, name))) return false;
      shell.showItemInFolder(savedAt.get(fileId) ?? '');
      return true;
    },
    async copyImage(fileId: string): Promise<void> {
      const account = files.account();
      const { id, bytes } = await account.stored(fileId, 'content');
      const image = nativeImage.createFromBuffer(Buffer.from(await account.read(id, 0, bytes)));
      if (image.isEmpty()) throw new CommandError('notSupported');
      await writeImage(image);
    },
  };
}

/**
 * Profiles share one key in the system's key store, and each program that finds none makes it: of two that look at the same
 * moment the later one's key stays, and what the other encrypts can never be read again. So they look one after the other.
 */
import { join } from 'node:path';
import type { Log } from '../chat/ports.ts';
import { type LockFile, openLockFile } from '../storage/database.ts';

const fileName = 'chat3-desktop-key-store.lock';
const longestWaitMs = 5_000;
const askAgainMs = 20;

/**
 * The file that stands for the turn; null: on Windows every profile has a key of its own. The key store belongs to the
 * person, not to a folder of profiles, and so does the file.
 */
export function keyStoreLockFile(
  platform: NodeJS.Platform,
  runtimeDirectory: string | undefined,
  appData: string,
): string | null {
  if (platform === 'win32') return null;
  const directory = platform === 'linux' && runtimeDirectory ? runtimeDirectory : appData;
  return join(directory, fileName);
}

/**
 * Waits for its turn and answers the function that ends it. A program that has died holds nobody up. Never rejects: after
 * 5 s, or where there can be no such file, it goes on without, as rare as the loss is.
 */
export async function takeKeyStoreTurn(file: string | null, log: Log): Promise<() => void> {
  if (file === null) return () => {};
  let lock: LockFile | null = null;
  try {
    lock = openLockFile(file);
    const started = performance.now();
    let waits = false;
    while (!lock.tryTake()) {
      if (!waits) log.info('keyStore.waiting');
      waits = true;
      if (performance.now() - started > longestWaitMs) throw new Error('Held too long');
      await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    }
    return lock.close;
  } catch (error) {
    log.warn('keyStore.noTurn', { cause: error instanceof Error ? error.message : 'unknown' });
    lock?.close();
    return () => {};
  }
}

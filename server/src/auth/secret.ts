import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BYTES = 32;

/** The key that signs tokens: made once, kept in the data directory for its owner alone, so that a restart signs nobody out. */
export function loadSecret(dataDir: string): Uint8Array {
  const file = join(dataDir, 'secret.key');
  if (!existsSync(file)) {
    // Through a rename: a crash half-way must not leave a short key behind.
    writeFileSync(`${file}.new`, randomBytes(BYTES).toString('hex'), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
  chmodSync(file, 0o600);
  const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (secret.length !== BYTES) {
    throw new Error(`${file} is damaged. Delete it to make a new one; everyone will have to sign in again.`);
  }
  return secret;
}

export const temporarySecret = (): Uint8Array => randomBytes(BYTES);

import type { SafeStorage } from 'electron';
import type { SecretCipher } from '../storage/vault.ts';

const answerLimitMs = 5_000;
const probe = 'Chat3 Desktop';

const unavailable: SecretCipher = {
  available: false,
  encrypt: () => {
    throw new Error('No key store');
  },
  decrypt: () => {
    throw new Error('No key store');
  },
};

/**
 * The system's key store, or one that is not `available`: where there is none, where Linux would only disguise
 * (`basic_text`), or where it does not answer within 5 s. Call after `ready`.
 */
export async function openSecretCipher(
  safeStorage: SafeStorage,
  platform: NodeJS.Platform,
): Promise<SecretCipher> {
  try {
    // From Electron 40 on: a locked keyring then does not hold up the whole process, as the synchronous question does.
    if (typeof safeStorage.isAsyncEncryptionAvailable === 'function') {
      const answer = await withLimit(safeStorage.isAsyncEncryptionAvailable());
      if (!answer) return unavailable;
    }
    if (platform === 'linux' && isDisguise(safeStorage.getSelectedStorageBackend())) return unavailable;
    if (!safeStorage.isEncryptionAvailable()) return unavailable;
    // A key that cannot take back what it made must not get the only copy of anything.
    if (safeStorage.decryptString(safeStorage.encryptString(probe)) !== probe) return unavailable;
  } catch {
    return unavailable;
  }
  return {
    available: true,
    encrypt: (text) => new Uint8Array(safeStorage.encryptString(text)),
    decrypt: (data) => safeStorage.decryptString(Buffer.from(data)),
  };
}

function isDisguise(backend: string): boolean {
  return backend === 'basic_text' || backend === 'unknown';
}

function withLimit(answer: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), answerLimitMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

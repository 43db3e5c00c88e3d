import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyStoreLockFile, takeKeyStoreTurn } from './keyStoreTurn.ts';
import { openSecretCipher } from './secretCipher.ts';

const log = { info: vi.fn(), warn: vi.fn() };
let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chat3-turn-'));
  file = join(directory, 'turn.lock');
  log.info.mockClear();
  log.warn.mockClear();
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

/** One key for everybody: who finds none makes one, and a later one takes the place of an earlier one. */
class Keyring {
  key: string | null = null;
  looks = 0;
  #made = 0;

  /** What one program sees of it: it looks once, and keeps to the key it found or made. */
  open(beforeMaking: () => Promise<void>): SafeStorage {
    let own = '';
    const look = async () => {
      const found = this.key;
      this.looks += 1;
      await beforeMaking();
      own = found ?? `key ${++this.#made}`;
      if (found === null) this.key = own;
      return true;
    };
    return {
      isAsyncEncryptionAvailable: look,
      isEncryptionAvailable: () => own !== '',
      getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptString: (text: string) => Buffer.from(`${own}: ${text}`),
      decryptString: (data: Buffer) => {
        const text = data.toString();
        if (!text.startsWith(`${own}: `)) throw new Error('Another key');
        return text.slice(own.length + 2);
      },
    } as unknown as SafeStorage;
  }
}

describe('two programs that start at once on a key store that was never used', () => {
  /** Both look before either has made a key, as far as they are let. Answers whether a restart can read what each wrote. */
  async function startBoth(lockFile: string | null, programs = 2): Promise<boolean[]> {
    const keyring = new Keyring();
    const waiting = () => log.info.mock.calls.length;
    const meet = async () => {
      await vi.waitUntil(() => keyring.looks + waiting() >= programs);
    };
    const secrets = await Promise.all(
      Array.from({ length: programs }, async () => {
        const endTurn = await takeKeyStoreTurn(lockFile, log);
        const cipher = await openSecretCipher(keyring.open(meet), 'linux');
        endTurn();
        return cipher.encrypt('token');
      }),
    );
    const afterRestart = keyring.open(async () => {});
    const again = await openSecretCipher(afterRestart, 'linux');
    return secrets.map((secret) => {
      try {
        return again.decrypt(secret) === 'token';
      } catch {
        return false;
      }
    });
  }

  it('lose a secret where nobody waits, which is what this is against', async () => {
    expect(await startBoth(null)).toContain(false);
  });

  it('keep both where they take turns', async () => {
    expect(await startBoth(file)).toEqual([true, true]);
  });

  it('also when they are five', async () => {
    expect(await startBoth(file, 5)).toEqual([true, true, true, true, true]);
  });
});

describe('takeKeyStoreTurn', () => {
  async function holderIn(code: string): Promise<ChildProcess> {
    const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (holder.stdout) await once(holder.stdout, 'data');
    return holder;
  }
  const held = `
    import { openLockFile } from ${JSON.stringify(new URL('../storage/database.ts', import.meta.url).href)};
    const lock = openLockFile(process.env.LOCK_FILE);
    console.log(lock.tryTake());
    setInterval(() => lock, 1_000);
  `;

  it('is over with the program that has it, however that ends', async () => {
    vi.stubEnv('LOCK_FILE', file);
    const holder = await holderIn(held);
    const turn = takeKeyStoreTurn(file, log);
    await vi.waitUntil(() => log.info.mock.calls.length === 1);
    expect(log.info).toHaveBeenCalledWith('keyStore.waiting');
    holder.kill('SIGKILL');
    (await turn)();
    expect(log.warn).not.toHaveBeenCalled();
  });

  it('is not waited for longer than five seconds', async () => {
    const hold = await takeKeyStoreTurn(file, log);
    const started = performance.now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => started);
    const late = takeKeyStoreTurn(file, log);
    clock.mockImplementation(() => started + 5_001);
    (await late)();
    clock.mockRestore();
    expect(log.warn).toHaveBeenCalledWith('keyStore.noTurn', { cause: 'Held too long' });
    // Who went without has taken nothing away.
    const third = takeKeyStoreTurn(file, log);
    await vi.waitUntil(() => log.info.mock.calls.length === 2);
    hold();
    (await third)();
  });

  it('is taken at once after it was given back', async () => {
    (await takeKeyStoreTurn(file, log))();
    (await takeKeyStoreTurn(file, log))();
    expect(log.info).not.toHaveBeenCalled();
  });

  it('goes on where there can be no such file, or where something else lies there', async () => {
    const taken = join(directory, 'taken');
    writeFileSync(taken, 'not a database, but long enough to be taken for one'.repeat(100));
    for (const impossible of [
      join(taken, 'turn.lock'),
      '/proc/chat3/turn.lock',
      join(directory, 'a', 'b', 'turn.lock'),
      directory,
      taken,
    ]) {
      log.warn.mockClear();
      (await takeKeyStoreTurn(impossible, log))();
      expect([impossible, log.warn.mock.calls.map(([event]) => event)]).toEqual([
        impossible,
        ['keyStore.noTurn'],
      ]);
    }
  });
});

describe('keyStoreLockFile', () => {
  it('is the person’s, not the profile’s', () => {
    expect(keyStoreLockFile('linux', '/run/user/7', '/home/a/.config')).toBe(
      '/run/user/7/chat3-desktop-key-store.lock',
    );
    expect(keyStoreLockFile('linux', undefined, '/home/a/.config')).toBe(
      '/home/a/.config/chat3-desktop-key-store.lock',
    );
    expect(keyStoreLockFile('linux', '', '/home/a/.config')).toBe(
      '/home/a/.config/chat3-desktop-key-store.lock',
    );
    expect(keyStoreLockFile('darwin', '/run/x', '/Users/a/Library')).toBe(
      '/Users/a/Library/chat3-desktop-key-store.lock',
    );
    expect(keyStoreLockFile('win32', undefined, 'C:\\')).toBeNull();
  });
});

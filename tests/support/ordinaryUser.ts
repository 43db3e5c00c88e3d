import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface UserIds {
  uid: number;
  gid: number;
}

export interface OrdinaryUser {
  /** Undefined where the tests already run as an ordinary person. */
  ids: UserIds | undefined;
  remove(): Promise<void>;
}

/** Somebody without rights to run the app as: Chromium has no sandbox for root. Made for the test where it runs as root. */
export async function createOrdinaryUser(): Promise<OrdinaryUser> {
  if (process.getuid?.() !== 0) return { ids: undefined, remove: async () => {} };
  const name = `chat3-test-${process.pid}`;
  await execute('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', name]);
  const ask = async (option: string) => Number((await execute('id', [option, name])).stdout);
  return {
    ids: { uid: await ask('-u'), gid: await ask('-g') },
    remove: async () => {
      await execute('userdel', [name]);
    },
  };
}

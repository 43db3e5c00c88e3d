// @ts-check
// The server by itself: bundled JavaScript, the packages it needs and no others.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { rootDirectory } from '../setup/paths.mjs';

/** @typedef {{version?: string, dependencies?: Record<string, string>, optionalDependencies?: Record<string, string>, peerDependencies?: Record<string, string>, dev?: boolean}} LockedPackage */
/** @typedef {Record<string, LockedPackage>} LockedPackages */

/**
 * Writes `server.js` with source maps, `package.json` and `package-lock.json`.
 * @param {string} folder emptied first
 */
export async function buildServer(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const bundle = await rolldown({
    cwd: rootDirectory,
    input: { server: join(rootDirectory, 'server', 'src', 'main.ts') },
    platform: 'node',
    // Packages are installed beside it: what is native or looks for its own files is not for bundling.
    external: (id) => /^[a-z@]/.test(id),
  });
  await bundle.write({ dir: folder, format: 'esm', sourcemap: true });
  await bundle.close();
  const manifest = await serverManifest();
  const lock = { ...manifest, lockfileVersion: 3, requires: true, packages: await lockedPackages() };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(join(folder, 'package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`);
  await cp(join(rootDirectory, 'LICENSE'), join(folder, 'LICENSE'));
}

async function serverManifest() {
  const { version, description, license, dependencies } = await readJson('server/package.json');
  const { engines, overrides } = await readJson('package.json');
  return {
    name: 'chat3-server',
    version,
    description,
    license,
    private: true,
    type: 'module',
    engines,
    // As the lock file was made by them.
    overrides,
    dependencies,
  };
}

/**
 * The part of the lock file that the server needs. Its own copies of packages move up to where the others are.
 * @returns {Promise<LockedPackages>}
 */
export async function lockedPackages() {
  /** @type {{packages: LockedPackages}} */
  const { packages } = await readJson('package-lock.json');
  /** @type {LockedPackages} */
  const needed = {};
  /** @param {string} from @param {LockedPackage} entry */
  const add = (from, { dependencies, optionalDependencies }) => {
    const wanted = { ...dependencies, ...optionalDependencies };
    for (const name of Object.keys(wanted)) {
      const found = placeOf(packages, from, name);
      const entry = found === undefined ? undefined : packages[found];
      // What is optional may be for no machine that this lock file was made for.
      if (found === undefined || entry === undefined) continue;
      const place = found.replace(/^server\//, '');
      const known = needed[place];
      if (known && known.version !== entry.version) throw new Error(`${place} is needed in two versions`);
      if (known) continue;
      const { dev: _dev, ...kept } = entry;
      needed[place] = kept;
      add(found, entry);
    }
  };
  add('server', packages['server'] ?? {});
  return {
    '': await serverManifest(),
    ...Object.fromEntries(Object.entries(needed).sort(([one], [other]) => one.localeCompare(other))),
  };
}

/**
 * Where Node.js would find the package `name` from `place`: in the nearest folder above.
 * @param {LockedPackages} packages @param {string} place @param {string} name
 */
function placeOf(packages, place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (folder === '') return undefined;
  }
}

/** @param {string} path */
const readJson = async (path) => JSON.parse(await readFile(join(rootDirectory, path), 'utf8'));

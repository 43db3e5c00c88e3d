// @ts-check
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootDirectory } from './paths.mjs';
import { npm, step } from './steps.mjs';

/** @typedef {{version?: string, integrity?: string, link?: boolean, optional?: boolean, devOptional?: boolean}} LockedPackage */

/**
 * @param {string} file
 * @returns {Promise<Record<string, LockedPackage> | undefined>}
 */
async function readLock(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Compares the lockfile with the record npm leaves in node_modules at the end of an install, which is absent after an
 * interrupted one. Optional packages are those of other platforms and may be missing.
 * @param {string} directory
 */
export async function dependenciesMatchLock(directory) {
  const [wanted, installed] = await Promise.all([
    readLock(join(directory, 'package-lock.json')),
    readLock(join(directory, 'node_modules', '.package-lock.json')),
  ]);
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true;
    const present = installed[path];
    if (!present) return Boolean(entry.optional || entry.devOptional);
    return present.version === entry.version && present.integrity === entry.integrity;
  });
}

/** Installs exactly what the lockfile says, only when something else is installed. */
export async function ensureDependencies() {
  if (await dependenciesMatchLock(rootDirectory)) return;
  // The set-up fetches Electron itself, so that it can fall back when the download is out of reach.
  const env = { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
  await step('Installing dependencies (npm ci)', () =>
    npm(['ci', '--no-audit', '--no-fund'], { cwd: rootDirectory, env }),
  );
}

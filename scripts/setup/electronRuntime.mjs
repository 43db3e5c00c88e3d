// @ts-check
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { electronFromPackage } from './electronDownload.mjs';
import { electronFromRegistry } from './electronFromRegistry.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} electronPath the executable
 * @property {string} version
 * @property {string} source where it comes from, for people
 */

/** @returns {Promise<ElectronRuntime>} the newest Electron that can be had here */
export async function ensureElectron() {
  const chosen = process.env['CHAT3_ELECTRON_PATH'];
  if (chosen)
    return { electronPath: chosen, version: await versionOf(chosen), source: 'CHAT3_ELECTRON_PATH' };
  const own = await electronFromPackage();
  if (own) return { electronPath: own.executable, version: own.version, source: 'the electron package' };
  const other = await electronFromRegistry();
  return { electronPath: other.executable, version: other.version, source: 'a registry package' };
}

/**
 * Every Electron carries its version in a file; asking the executable would need a display and, as root, no sandbox.
 * @param {string} executable
 */
async function versionOf(executable) {
  const version = await readFile(join(dirname(executable), 'version'), 'utf8');
  return version.trim().replace(/^v/, '');
}

/**
 * What a process needs to know to run, and to build for, this Electron.
 * @param {ElectronRuntime} runtime
 * @returns {Record<string, string>}
 */
export function electronEnvironment(runtime) {
  return {
    ELECTRON_OVERRIDE_DIST_PATH: dirname(runtime.electronPath),
    ELECTRON_EXEC_PATH: runtime.electronPath,
    ELECTRON_MAJOR_VER: String(runtime.version.split('.')[0]),
    CHAT3_ELECTRON_VERSION: runtime.version,
    CHAT3_ELECTRON_PATH: runtime.electronPath,
  };
}

// @ts-check
import { dirname } from 'node:path';
import { electronFromPackage } from './electronDownload.mjs';
import { electronFromRegistry } from './electronFromRegistry.mjs';
import { run } from './steps.mjs';

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

/** @param {string} executable */
async function versionOf(executable) {
  const output = await run(executable, ['--version'], { timeoutMs: 10_000 });
  return output.trim().replace(/^v/, '');
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

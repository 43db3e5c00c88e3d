// @ts-check
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { electronFromRegistryVersion } from '../setup/electronFromRegistry.mjs';
import { rootDirectory } from '../setup/paths.mjs';
import { SetupError, step } from '../setup/steps.mjs';
import { configuration, outputDirectory, packageName, productName } from './configuration.mjs';

/**
 * @typedef {object} Package
 * @property {string} directory the unpacked app
 * @property {string} executable
 * @property {string} resources the folder with app.asar
 * @property {string} version with a suffix that says so when it is a test build
 * @property {boolean} testBuild made of the runtime that tests fall back to, not of the Electron for users
 */

/**
 * @typedef {object} PackageOptions
 * @property {string[]} [targets] installers to make of it, in electron-builder's names
 * @property {string} [output] the folder to build in
 * @property {Updates} [updates] where updates come from and whose signature they carry
 */

/** @typedef {{url: string | null, key: string | null}} Updates */

/**
 * Packages the built app for this system.
 * @param {Record<string, string>} environment of the Electron to package
 * @param {PackageOptions} [options]
 * @returns {Promise<Package>}
 */
export async function buildPackage(environment, options = {}) {
  const { targets = ['dir'], updates = updatesOf(process.env) } = options;
  const output = options.output ?? join(rootDirectory, outputDirectory);
  const electronVersion = String(environment['CHAT3_ELECTRON_VERSION']);
  const electronDist = distributionOf(String(environment['CHAT3_ELECTRON_PATH']));
  const testBuild = electronVersion === electronFromRegistryVersion;
  const { version: ownVersion } = JSON.parse(await readFile(join(rootDirectory, 'package.json'), 'utf8'));
  const version = testBuild ? `${ownVersion}-test.electron${electronVersion.split('.')[0]}` : ownVersion;
  const { build, Platform } = await import('electron-builder');
  const config = configuration({
    platform: process.platform,
    electronVersion,
    electronDist,
    version,
    output,
    updateUrl: updates.url,
    updateKey: updates.key,
  });
  await step(`Packaging ${productName} ${version} (${targets.join(', ')})`, () =>
    build({
      projectDir: rootDirectory,
      targets: Platform.current().createTarget(targets),
      config,
      publish: 'never',
    }),
  );
  return { ...placesOf(output), version, testBuild };
}

/**
 * From CHAT3_UPDATE_URL and CHAT3_UPDATE_PUBLIC_KEY. A key without an address suits machines whose policy names one.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Updates}
 */
function updatesOf(environment) {
  const url = environment['CHAT3_UPDATE_URL'] || null;
  const key = environment['CHAT3_UPDATE_PUBLIC_KEY'] || null;
  if (url !== null && key === null) {
    throw new SetupError('CHAT3_UPDATE_URL needs CHAT3_UPDATE_PUBLIC_KEY: updates are never taken unsigned.');
  }
  return { url, key };
}

/**
 * On macOS the executable lies three folders deep in the application.
 * @param {string} executable
 */
function distributionOf(executable) {
  const directory = dirname(executable);
  return process.platform === 'darwin' ? join(directory, '..', '..', '..') : directory;
}

/** @param {string} output */
function placesOf(output) {
  if (process.platform === 'darwin') {
    const folder = ['mac-arm64', 'mac', 'mac-universal'].find((name) => existsSync(join(output, name)));
    const directory = join(output, folder ?? 'mac', `${productName}.app`);
    const contents = join(directory, 'Contents');
    return {
      directory,
      executable: join(contents, 'MacOS', productName),
      resources: join(contents, 'Resources'),
    };
  }
  const windows = process.platform === 'win32';
  const suffix = process.arch === 'x64' ? '' : `-${process.arch}`;
  const directory = join(output, `${windows ? 'win' : 'linux'}${suffix}-unpacked`);
  return {
    directory,
    executable: join(directory, windows ? `${productName}.exe` : packageName),
    resources: join(directory, 'resources'),
  };
}

// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheDirectory, rootDirectory } from './paths.mjs';
import { run, step } from './steps.mjs';

const probeMs = 5000;
const downloadMs = 20 * 60_000;
const forgetFailureMs = 24 * 60 * 60_000;

const packageDirectory = join(rootDirectory, 'node_modules', 'electron');

/** @returns {string} the version of the `electron` devDependency */
function wantedVersion() {
  return JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')).version;
}

/** @returns {{executable: string, version: string} | undefined} the binary inside the `electron` package, if it is there */
function installed() {
  try {
    const version = readFileSync(join(packageDirectory, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    const executable = join(
      packageDirectory,
      'dist',
      readFileSync(join(packageDirectory, 'path.txt'), 'utf8'),
    );
    return version === wantedVersion() && existsSync(executable) ? { executable, version } : undefined;
  } catch {
    return undefined;
  }
}

const failureFile = () => join(cacheDirectory(), `electron-${wantedVersion()}-unreachable`);

async function failedLately() {
  try {
    return Date.now() - Number(await readFile(failureFile(), 'utf8')) < forgetFailureMs;
  } catch {
    return false;
  }
}

/** Asks for the small checksum file first: the binary itself is 100 MB and more, and a firewall may swallow requests. */
async function reachable() {
  const require = createRequire(join(packageDirectory, 'package.json'));
  const { downloadArtifact, ElectronDownloadCacheMode } = await import(
    pathToFileURL(require.resolve('@electron/get')).href
  );
  const file = await downloadArtifact({
    version: wantedVersion(),
    artifactName: 'SHASUMS256.txt',
    isGeneric: true,
    unsafelyDisableChecksums: true,
    cacheMode: ElectronDownloadCacheMode.Bypass,
    downloadOptions: { quiet: true, signal: AbortSignal.timeout(probeMs) },
  });
  await rm(dirname(file), { recursive: true, force: true });
}

/**
 * The `electron` package's own binary, downloaded where that is possible. A failed attempt is remembered for a day, so
 * that the next start does not wait again.
 * @returns {Promise<{executable: string, version: string} | undefined>}
 */
export async function electronFromPackage() {
  const present = installed();
  if (present) return present;
  if (await failedLately()) return undefined;
  try {
    await reachable();
    const installer = join(packageDirectory, 'install.js');
    await step(`Downloading Electron ${wantedVersion()}`, () =>
      run(process.execPath, [installer], { timeoutMs: downloadMs }),
    );
  } catch {
    await mkdir(cacheDirectory(), { recursive: true });
    await writeFile(failureFile(), String(Date.now()));
  }
  return installed();
}

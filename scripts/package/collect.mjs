// @ts-check
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { SetupError } from '../setup/steps.mjs';

/**
 * Copies every file of the folders below `from` into `to`. A manifest that several folders have, as `latest-mac.yml` of
 * both processors, becomes one that names all their files.
 * @param {{version: string, from: string, to: string}} options
 * @returns {Promise<string[]>} the names of the files in `to`
 * @throws {SetupError} for a test build, for another version than the one asked for, and for two files of one name
 */
export async function collectRelease({ version, from, to }) {
  await mkdir(to, { recursive: true });
  /** @type {Map<string, {path: string, files: unknown[]}>} */
  const manifests = new Map();
  const copied = new Set();
  for (const path of await filesBelow(from)) {
    const name = basename(path);
    if (/-test|~test/.test(name)) throw new SetupError(`${name} is a test build.`);
    if (name.endsWith('.yml')) {
      const manifest = parse(await readFile(path, 'utf8'));
      if (manifest.version !== version)
        throw new SetupError(`${name} is of version ${manifest.version}, not ${version}.`);
      const before = manifests.get(name);
      manifests.set(name, before ? { ...before, files: [...before.files, ...manifest.files] } : manifest);
      continue;
    }
    if (copied.has(name)) throw new SetupError(`${name} was built twice.`);
    copied.add(name);
    await cp(path, join(to, name));
  }
  for (const [name, manifest] of manifests) await writeFile(join(to, name), stringify(manifest));
  return (await readdir(to)).sort();
}

/**
 * In a fixed order, so that the same files always make the same manifest.
 * @param {string} directory
 */
async function filesBelow(directory) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

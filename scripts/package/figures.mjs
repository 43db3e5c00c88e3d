// @ts-check
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/**
 * @typedef {object} PackageFigures
 * @property {Record<string, number>} bytes by part
 * @property {number} filesInAsar
 */

/**
 * How large each part of an unpacked package is.
 * @param {import('./build.mjs').Package} app
 * @returns {Promise<PackageFigures>}
 */
export async function measurePackage({ directory, resources }) {
  /** @type {Record<string, number>} */
  const bytes = { 'app code (app.asar)': 0, 'native modules': 0, locales: 0, 'Electron runtime': 0 };
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const part = partOf(file, directory, resources);
    bytes[part] = (bytes[part] ?? 0) + (await stat(file)).size;
  }
  return { bytes, filesInAsar: await filesIn(join(resources, 'app.asar')) };
}

/**
 * @param {string} file
 * @param {string} directory
 * @param {string} resources
 */
function partOf(file, directory, resources) {
  if (file === join(resources, 'app.asar')) return 'app code (app.asar)';
  if (file.startsWith(join(resources, 'app.asar.unpacked') + sep)) return 'native modules';
  if (/(^|[\\/])(locales[\\/]|[\w-]+\.lproj[\\/])/.test(relative(directory, file))) return 'locales';
  return 'Electron runtime';
}

/**
 * An asar file begins with two nested lengths, the length of its table of contents at byte 12 and the table as JSON.
 * @param {string} archive
 * @returns {Promise<number>} the files that the table names
 */
async function filesIn(archive) {
  const file = await open(archive);
  try {
    const start = await file.read(Buffer.alloc(16), 0, 16, 0);
    const length = start.buffer.readUInt32LE(12);
    const table = await file.read(Buffer.alloc(length), 0, length, 16);
    return countFiles(JSON.parse(table.buffer.toString('utf8')));
  } finally {
    await file.close();
  }
}

/**
 * @typedef {{files?: Record<string, AsarEntry>}} AsarEntry
 * @param {AsarEntry} entry
 * @returns {number}
 */
function countFiles({ files }) {
  if (!files) return 1;
  return Object.values(files).reduce((sum, entry) => sum + countFiles(entry), 0);
}

/** @param {PackageFigures} figures */
export function printFigures({ bytes, filesInAsar }) {
  const megabytes = (/** @type {number} */ size) => Math.round(size / 1e5) / 10;
  const total = Object.values(bytes).reduce((sum, size) => sum + size, 0);
  const rows = Object.entries({ ...bytes, 'the whole package': total });
  console.table(Object.fromEntries(rows.map(([part, size]) => [part, { MB: megabytes(size) }])));
  console.log(`${filesInAsar} files in app.asar`);
}

// @ts-check
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootDirectory } from '../setup/paths.mjs';
import { run } from '../setup/steps.mjs';

const source = join(rootDirectory, 'build', 'icon.png');
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/** Apple's names for PNG pictures by their size in pixels. */
const macTypes = new Map([
  [16, 'icp4'],
  [32, 'icp5'],
  [64, 'icp6'],
  [128, 'ic07'],
  [256, 'ic08'],
  [512, 'ic09'],
]);

const linuxIcon = (/** @type {number} */ size) =>
  join(rootDirectory, 'build', 'icons', `${size}x${size}.png`);

async function makeLinuxIcons() {
  await mkdir(join(rootDirectory, 'build', 'icons'), { recursive: true });
  for (const size of linuxSizes) {
    await run('convert', [
      source,
      '-filter',
      'Lanczos',
      '-resize',
      `${size}x${size}`,
      '-strip',
      linuxIcon(size),
    ]);
  }
}

/** An .icns file is a header and blocks of type, length and PNG; both lengths are big-endian and count themselves. */
async function makeMacIcon() {
  const blocks = await Promise.all(
    [...macTypes].map(async ([size, type]) => {
      const picture = await readFile(linuxIcon(size));
      return Buffer.concat([header(type, picture.length), picture]);
    }),
  );
  const body = Buffer.concat(blocks);
  await writeFile(
    join(rootDirectory, 'build', 'icon.icns'),
    Buffer.concat([header('icns', body.length), body]),
  );
}

/**
 * @param {string} type
 * @param {number} length of what follows, in bytes
 */
function header(type, length) {
  const bytes = Buffer.alloc(8);
  bytes.write(type, 0, 'ascii');
  bytes.writeUInt32BE(length + 8, 4);
  return bytes;
}

/** The program's icons for Linux, Windows and macOS, by ImageMagick. */
export async function makeProgramIcons() {
  await makeLinuxIcons();
  await run('convert', [...windowsSizes.map(linuxIcon), join(rootDirectory, 'build', 'icon.ico')]);
  await makeMacIcon();
}

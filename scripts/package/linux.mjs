// @ts-check
// What every package of a Linux distribution has in common: the folder as it is installed, icons, desktop entry, words.
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootDirectory } from '../setup/paths.mjs';
import { desktopEntry, outputDirectory, packageName, productName } from './configuration.mjs';

const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512].map((size) => `${size}x${size}`);

/** How well a package is packed: tests take none, people get the smallest. */
export const compressions = /** @type {const} */ (['xz', 'gzip', 'none']);

/** @typedef {typeof compressions[number]} Compression */

/**
 * @typedef {object} Staging
 * @property {string} output where the finished package goes
 * @property {string} source the folder that is installed
 * @property {string} version of the package: ~ sorts before nothing, so a test build gives way to the version it tests
 * @property {Record<string, unknown>} options what the installers of both families are told in the same words
 * @property {() => Promise<void>} remove takes away what only the making of the package needed
 */

/**
 * Lays out the app for a package manager: with the licence, without the address of updates, and with the note by which
 * the app knows who updates it.
 * @param {import('./build.mjs').Package} app
 * @param {'deb' | 'rpm'} family
 * @returns {Promise<Staging>}
 */
export async function stage(app, family) {
  const output = join(rootDirectory, outputDirectory);
  const directory = join(output, family);
  const source = join(directory, packageName);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await cp(app.directory, source, { recursive: true });
  await cp(join(rootDirectory, 'LICENSE'), join(source, 'LICENSE'));
  await rm(join(source, 'resources', 'app-update.yml'), { force: true });
  await writeFile(join(source, 'resources', 'package-type'), family);
  const version = app.version.replace('-', '~');
  return {
    output,
    source,
    version,
    options: {
      name: packageName,
      bin: packageName,
      productName,
      version,
      description: 'Desktop client for the Chat3 messenger',
      productDescription:
        'Chats, notifications and search on the computer, on the server of your organisation.',
      icon: Object.fromEntries(
        iconSizes.map((size) => [size, join(rootDirectory, 'build', 'icons', `${size}.png`)]),
      ),
      desktopTemplate: await writeDesktopTemplate(directory),
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** @param {string} directory */
async function writeDesktopTemplate(directory) {
  const file = join(directory, 'desktop.ejs');
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    ...Object.entries(desktopEntry).map(([key, value]) => `${key}=${value}`),
    `Exec=${packageName} %U`,
    `Icon=${packageName}`,
    'Terminal=false',
    'StartupNotify=true',
    'Categories=Network;InstantMessaging;',
    'MimeType=x-scheme-handler/chat3;',
    'Keywords=chat;messenger;чат;мессенджер;',
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

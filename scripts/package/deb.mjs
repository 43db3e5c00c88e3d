// @ts-check
// The .deb, made of the unpacked folder: electron-builder's own needs a toolset that has to be downloaded.
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootDirectory } from '../setup/paths.mjs';
import { step } from '../setup/steps.mjs';
import { desktopEntry, outputDirectory, packageName, productName } from './configuration.mjs';

const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512].map((size) => `${size}x${size}`);

/** What Electron loads when it starts, and what it asks for links; alternatives are the names since Ubuntu 24.04. */
const relations = {
  depends: [
    'libgtk-3-0t64 | libgtk-3-0',
    'libnss3',
    'libasound2t64 | libasound2',
    'libgbm1',
    'libdrm2',
    'libatspi2.0-0t64 | libatspi2.0-0',
    'libcups2t64 | libcups2',
    'libxkbcommon0',
    'libnotify4',
    'libsecret-1-0',
    'xdg-utils',
  ],
  recommends: ['fonts-noto-color-emoji', 'gnome-keyring | kwalletmanager'],
  suggests: [],
};

/**
 * Builds `release/chat3-desktop_VERSION_amd64.deb`. Programs started as an ordinary person get Chromium's sandbox through
 * user namespaces or, where a distribution forbids those, through the setuid helper that is installed with it.
 * @param {import('./build.mjs').Package} app
 * @param {'xz' | 'gzip' | 'none'} compression
 * @returns {Promise<string>} the file
 */
export async function buildDeb(app, compression) {
  const output = join(rootDirectory, outputDirectory);
  const source = await prepare(app, join(output, 'deb'));
  const desktopTemplate = await writeDesktopTemplate(join(output, 'deb'));
  // ~ sorts before nothing: a test build gives way to the version it tests.
  const version = app.version.replace('-', '~');
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const installer = await createInstaller({
    src: source,
    dest: output,
    arch,
    rename: (/** @type {string} */ directory) =>
      join(directory, '<%= name %>_<%= version %>_<%= arch %>.deb'),
    logger: () => {},
    options: {
      name: packageName,
      bin: packageName,
      productName,
      version,
      compression,
      section: 'net',
      maintainer: 'Chat3 Desktop contributors <noreply@chat3.invalid>',
      description: 'Desktop client for the Chat3 messenger',
      productDescription:
        'Chats, notifications and search on the computer, on the server of your organisation.',
      icon: Object.fromEntries(
        iconSizes.map((size) => [size, join(rootDirectory, 'build', 'icons', `${size}.png`)]),
      ),
      desktopTemplate,
      scripts: {
        postinst: join(rootDirectory, 'build', 'deb', 'postinst'),
        postrm: join(rootDirectory, 'build', 'deb', 'postrm'),
      },
      lintianOverrides: [
        `${packageName}: elevated-privileges 4755 root/root [usr/lib/${packageName}/chrome-sandbox]`,
      ],
    },
  });
  await step(`Building the .deb (${compression})`, async () => {
    await installer.generateDefaults();
    installer.generateOptions();
    await installer.createStagingDir();
    await installer.createContents();
    await installer.createPackage();
    await installer.movePackage();
  });
  await rm(join(output, 'deb'), { recursive: true, force: true });
  return join(output, `${packageName}_${version}_${arch}.deb`);
}

/**
 * electron-installer-debian adds relations for things we do not use, a trash can of KDE among them; ours are exact.
 * @param {Record<string, unknown>} data
 */
async function createInstaller(data) {
  const { Installer } = await import('electron-installer-debian');
  class ExactInstaller extends Installer {
    /** @override */
    generateOptions() {
      super.generateOptions();
      return Object.assign(this.options, relations);
    }
  }
  return new ExactInstaller(data);
}

/**
 * The folder as it is installed: with the licence, and with the note by which the app knows that apt updates it.
 * @param {import('./build.mjs').Package} app
 * @param {string} directory
 */
async function prepare(app, directory) {
  const source = join(directory, packageName);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await cp(app.directory, source, { recursive: true });
  await cp(join(rootDirectory, 'LICENSE'), join(source, 'LICENSE'));
  await rm(join(source, 'resources', 'app-update.yml'), { force: true });
  await writeFile(join(source, 'resources', 'package-type'), 'deb');
  return source;
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

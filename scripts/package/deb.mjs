// @ts-check
// The .deb, made of the unpacked folder: electron-builder's own needs a toolset that has to be downloaded.
import { join } from 'node:path';
import { rootDirectory } from '../setup/paths.mjs';
import { step } from '../setup/steps.mjs';
import { packageName } from './configuration.mjs';
import { stage } from './linux.mjs';

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
 * @param {import('./linux.mjs').Compression} compression
 * @returns {Promise<string>} the file
 */
export async function buildDeb(app, compression) {
  const { output, source, version, options, remove } = await stage(app, 'deb');
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const installer = await createInstaller({
    src: source,
    dest: output,
    arch,
    rename: (/** @type {string} */ directory) =>
      join(directory, '<%= name %>_<%= version %>_<%= arch %>.deb'),
    logger: () => {},
    options: {
      ...options,
      compression,
      section: 'net',
      maintainer: 'Chat3 Desktop contributors <noreply@chat3.invalid>',
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
  await remove();
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

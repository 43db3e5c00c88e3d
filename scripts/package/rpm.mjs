// @ts-check
// The .rpm, made of the unpacked folder as the .deb is; needs rpmbuild (package `rpm` on Debian, `rpm-build` on Fedora).
import { join } from 'node:path';
import { rootDirectory } from '../setup/paths.mjs';
import { step } from '../setup/steps.mjs';
import { packageName } from './configuration.mjs';
import { stage } from './linux.mjs';

/** What Electron loads when it starts, and what it asks for links: as Fedora calls it, then as openSUSE does. */
const relations = {
  requires: [
    '(gtk3 or libgtk-3-0)',
    '(nss or mozilla-nss)',
    '(alsa-lib or libasound2)',
    '(mesa-libgbm or libgbm1)',
    '(libdrm or libdrm2)',
    'at-spi2-core',
    '(cups-libs or libcups2)',
    '(libxkbcommon or libxkbcommon0)',
    '(libnotify or libnotify4)',
    '(libsecret or libsecret-1-0)',
    'xdg-utils',
  ],
  recommends: [
    '(google-noto-color-emoji-fonts or google-noto-emoji-color-fonts or noto-coloremoji-fonts)',
    '(gnome-keyring or kwalletmanager5 or kwalletmanager)',
  ],
};

/** In rpm's words; zstd, its own default since Fedora 31, is as small here as xz and unpacks much faster. */
const payloads = { xz: 'w19.zstdio', gzip: 'w6.gzdio', none: 'w.ufdio' };

const revision = '1';

/**
 * Builds `release/chat3-desktop-VERSION-1.x86_64.rpm`, installed as the .deb is: the sandbox helper has its mode 4755.
 * @param {import('./build.mjs').Package} app
 * @param {import('./linux.mjs').Compression} compression
 * @returns {Promise<string>} the file
 */
export async function buildRpm(app, compression) {
  const { output, source, version, options, remove } = await stage(app, 'rpm');
  const arch = process.arch === 'x64' ? 'x86_64' : 'aarch64';
  const refreshDesktop = join(rootDirectory, 'build', 'rpm', 'refreshDesktop');
  const installer = await createInstaller({
    src: source,
    dest: output,
    arch,
    rename: (/** @type {string} */ directory) =>
      join(directory, '<%= name %>-<%= version %>-<%= revision %>.<%= arch %>.rpm'),
    logger: () => {},
    options: {
      ...options,
      revision,
      license: 'MIT',
      payload: payloads[compression],
      specTemplate: join(rootDirectory, 'build', 'rpm', 'spec.ejs'),
      scripts: { post: refreshDesktop, postun: refreshDesktop },
    },
  });
  await step(`Building the .rpm (${compression})`, async () => {
    await installer.generateDefaults();
    installer.generateOptions();
    await installer.generateScripts();
    await installer.createStagingDir();
    await installer.createContents();
    await installer.createPackage();
    await installer.movePackage();
  });
  await remove();
  return join(output, `${packageName}-${version}-${revision}.${arch}.rpm`);
}

/**
 * electron-installer-redhat adds requirements for things we do not use; ours are exact.
 * @param {Record<string, unknown>} data
 */
async function createInstaller(data) {
  const { Installer } = await import('electron-installer-redhat');
  class ExactInstaller extends Installer {
    /** @override */
    generateOptions() {
      super.generateOptions();
      return Object.assign(this.options, relations);
    }
    /** @override */
    async createSpec() {
      // Known only now; the installer's own template trusts that rpmbuild starts beside it, which newer ones do not.
      this.options['contents'] = join(this.stagingDir, this.baseAppDir);
      return super.createSpec();
    }
  }
  return new ExactInstaller(data);
}

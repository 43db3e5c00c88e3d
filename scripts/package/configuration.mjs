// @ts-check
// What electron-builder is told, for every system. The .deb is made by deb.mjs from the unpacked folder.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fuseOptions } from './fuses.mjs';

/** The file name of the program on Linux, of its desktop entry and of the Debian package. */
export const packageName = 'chat3-desktop';
export const productName = 'Chat3 Desktop';
const appId = 'ru.chat3.desktop';
export const outputDirectory = 'release';

/** Lines of the desktop entry beyond those that electron-builder writes itself. */
export const desktopEntry = {
  Name: productName,
  'Name[ru]': 'Chat3',
  Comment: 'Messenger for your organisation',
  'Comment[ru]': 'Мессенджер вашей организации',
  // What Electron tells X11; on Wayland the file's own name counts.
  StartupWMClass: productName,
};

/**
 * @typedef {object} BuildOptions
 * @property {NodeJS.Platform} platform
 * @property {string} electronVersion
 * @property {string} electronDist the folder of the Electron to package
 * @property {string} version of the app
 * @property {string} output the folder to build in
 * @property {string | null} updateUrl where this build looks for updates
 * @property {string | null} updateKey who signs them: an ed25519 public key, base64 of its SPKI form
 */

/**
 * @param {BuildOptions} options
 * @returns {import('electron-builder').Configuration}
 */
export function configuration({
  platform,
  electronVersion,
  electronDist,
  version,
  output,
  updateUrl,
  updateKey,
}) {
  return {
    appId,
    productName,
    copyright: 'Chat3 Desktop contributors, MIT',
    artifactName: `${packageName}-\${version}-\${os}-\${arch}.\${ext}`,
    directories: { output, buildResources: 'build' },
    extraMetadata: { version, desktopName: `${packageName}.desktop`, chat3Updates: { updateUrl, updateKey } },
    electronVersion,
    electronDist,
    // libsql is prebuilt for Node-API, which every Electron has.
    npmRebuild: false,
    nodeGypRebuild: false,
    electronLanguages: ['ru', 'en-US'],
    asar: true,
    asarUnpack: ['**/*.node'],
    files: [
      'out/**',
      '!out/.sources',
      'resources/**',
      'package.json',
      '!**/*.{md,map,d.ts,ts}',
      // npm installs both C libraries' builds; Electron itself runs on glibc only.
      '!node_modules/@libsql/*-musl/**',
    ],
    electronFuses: fuseOptions(platform),
    afterExtract: removeDefaultApp,
    protocols: [{ name: productName, schemes: ['chat3'], role: 'Viewer' }],
    // Makes the manifests (latest*.yml) beside the installers. The app itself never reads this address: see src/main/updates.
    publish: [{ provider: 'generic', url: updateUrl ?? 'https://updates.invalid/' }],
    linux: {
      target: ['AppImage'],
      icon: 'build/icons',
      executableName: packageName,
      category: 'Network;InstantMessaging;',
      maintainer: 'Chat3 Desktop contributors',
      desktop: { entry: desktopEntry },
    },
    win: {
      target: [{ target: 'nsis', arch: ['x64'] }],
      icon: 'build/icon.ico',
    },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
      installerLanguages: ['ru_RU', 'en_US'],
    },
    mac: {
      target: ['dmg', 'zip'],
      icon: 'build/icon.icns',
      category: 'public.app-category.social-networking',
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: 'build/entitlements.mac.plist',
      entitlementsInherit: 'build/entitlements.mac.plist',
      extendInfo: { CFBundleLocalizations: ['ru', 'en'] },
    },
  };
}

/**
 * A runtime may bring an application of its own: the one that development starts the checkout with.
 * @param {{appOutDir: string}} context
 */
async function removeDefaultApp({ appOutDir }) {
  await rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
}

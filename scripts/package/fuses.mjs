// @ts-check
// Every fuse of Electron's wire, decided. A fuse that is not in this table fails the test of the package.
import { FuseV1Options } from '@electron/fuses';

/** Its index; @electron/fuses does not name it yet. Electron has it since 41. */
const wasmTrapHandlers = 8;

/**
 * @typedef {object} Fuse
 * @property {string} name
 * @property {boolean} on
 */

/**
 * What each index of the wire must be in a package for this system.
 * @param {NodeJS.Platform} platform
 * @returns {Map<number, Fuse>}
 */
export function decidedFuses(platform) {
  return new Map([
    // The binary must not be usable as a plain Node.js, by no variable, argument or loose file.
    [FuseV1Options.RunAsNode, { name: 'runAsNode', on: false }],
    [FuseV1Options.EnableCookieEncryption, { name: 'cookieEncryption', on: true }],
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable, { name: 'nodeOptions', on: false }],
    [FuseV1Options.EnableNodeCliInspectArguments, { name: 'nodeCliInspect', on: false }],
    // Electron checks the archive against the executable on macOS and Windows only.
    [
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      { name: 'asarIntegrity', on: platform !== 'linux' },
    ],
    [FuseV1Options.OnlyLoadAppFromAsar, { name: 'onlyLoadAppFromAsar', on: true }],
    // Needs a snapshot file of our own, which we do not make.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, { name: 'browserV8Snapshot', on: false }],
    // The page comes from app://, so file:// needs no rights.
    [FuseV1Options.GrantFileProtocolExtraPrivileges, { name: 'fileProtocolPrivileges', on: false }],
    // Electron's own default; off only makes WebAssembly slower.
    [wasmTrapHandlers, { name: 'wasmTrapHandlers', on: true }],
  ]);
}

/**
 * The same table in electron-builder's words.
 * @param {NodeJS.Platform} platform
 */
export function fuseOptions(platform) {
  const fuses = decidedFuses(platform);
  const on = (/** @type {FuseV1Options} */ option) => fuses.get(option)?.on ?? false;
  return {
    runAsNode: on(FuseV1Options.RunAsNode),
    enableCookieEncryption: on(FuseV1Options.EnableCookieEncryption),
    enableNodeOptionsEnvironmentVariable: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    enableNodeCliInspectArguments: on(FuseV1Options.EnableNodeCliInspectArguments),
    enableEmbeddedAsarIntegrityValidation: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyLoadAppFromAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
    loadBrowserProcessSpecificV8Snapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    grantFileProtocolExtraPrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
  };
}

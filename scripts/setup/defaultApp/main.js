// @ts-check
// The registry's Electron comes without a default app, so `electron DIRECTORY` needs this one. It does what Electron's
// own does: takes name and version from the directory's package.json and runs its main. It is an ES module because a
// CommonJS one runs the application after `ready` may have fired. It must not ask for `userData`: that would fix the path.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as electron from 'electron';

/** @typedef {{setAppPath(path: string): void, setVersion(version: string): void}} ForDefaultApps undocumented */
const app = /** @type {electron.App & ForDefaultApps} */ (electron.app);

const { directory, preloads } = readCommandLine(process.argv.slice(1));
if (directory === undefined) {
  console.log(`Electron ${process.versions.electron}. Usage: electron DIRECTORY`);
  app.exit(0);
} else {
  const require = createRequire(import.meta.url);
  for (const module of preloads) require(module);
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  await import(pathToFileURL(introduce(resolve(directory))).href).catch((error) => {
    console.error(error);
    app.exit(1);
  });
}

/** @param {string[]} args */
function readCommandLine(args) {
  const preloads = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = String(args[index]);
    if (argument === '-r' || argument === '--require') {
      index += 1;
      preloads.push(String(args[index]));
    } else if (!argument.startsWith('-')) {
      return { directory: argument, preloads };
    }
  }
  return { directory: undefined, preloads };
}

/**
 * Gives Electron the application's name, version and path.
 * @param {string} path of the application's directory or of its main file
 * @returns {string} its main file
 */
function introduce(path) {
  let description;
  try {
    description = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  } catch {
    app.setAppPath(dirname(path));
    return path;
  }
  const name = description.productName ?? description.name;
  if (name) app.setName(name);
  if (description.version) app.setVersion(description.version);
  app.setAppPath(path);
  return join(path, description.main ?? 'index.js');
}

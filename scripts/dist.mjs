// @ts-check
// Installers for people, of what can be built on this system; says in words what is out of reach and what it would take.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runScript, setUp } from './setup/index.mjs';
import { rootDirectory } from './setup/paths.mjs';
import { SetupError } from './setup/steps.mjs';

/** @typedef {'xz' | 'gzip' | 'none'} Compression */

const compressions = /** @type {const} */ (['xz', 'gzip', 'none']);

/** What electron-builder makes on each system, and what it takes. */
const installers = {
  linux: [{ target: 'AppImage', needs: "electron-builder's AppImage toolset, downloaded from github.com" }],
  win32: [
    { target: 'nsis', needs: "Windows, and electron-builder's NSIS toolset, downloaded from github.com" },
  ],
  darwin: [
    { target: 'dmg', needs: 'macOS; a Developer ID certificate to be opened without a warning' },
    { target: 'zip', needs: 'macOS; without it the installed app cannot update itself' },
  ],
};

function readCompression() {
  const { values } = parseArgs({ options: { compression: { type: 'string', default: 'xz' } } });
  const chosen = compressions.find((name) => name === values.compression);
  if (!chosen) throw new SetupError(`--compression takes one of ${compressions.join(', ')}.`);
  return chosen;
}

/** @param {unknown} error */
function firstLine(error) {
  return (
    String(error instanceof Error ? error.message : error)
      .split('\n')[0]
      ?.slice(0, 200) ?? ''
  );
}

await runScript(async () => {
  const compression = readCompression();
  const { environment } = await setUp({ app: true, display: false });
  const { buildPackage } = await import('./package/build.mjs');
  const app = await buildPackage(environment);
  /** @type {{installer: string, result: string}[]} */
  const results = [];
  let failed = false;
  if (process.platform === 'linux') {
    const { buildDeb } = await import('./package/deb.mjs');
    results.push({ installer: 'deb', result: await buildDeb(app, compression) });
  }
  for (const [system, targets] of Object.entries(installers)) {
    for (const { target, needs } of targets) {
      if (system !== process.platform) {
        results.push({ installer: target, result: `written, not run: needs ${needs}` });
        continue;
      }
      try {
        await buildPackage(environment, { targets: [target] });
        results.push({ installer: target, result: 'built' });
      } catch (error) {
        results.push({ installer: target, result: `not built: needs ${needs} (${firstLine(error)})` });
        failed = true;
      }
    }
  }
  console.log('');
  for (const { installer, result } of results) console.log(`${installer.padEnd(9)} ${result}`);
  const made = (await readdir(join(rootDirectory, 'release'))).filter((name) =>
    /\.(deb|AppImage|exe|dmg|zip|yml)$/.test(name),
  );
  console.log(`In release/: ${made.filter((name) => !name.startsWith('builder-')).join(', ')}`);
  if (app.testBuild)
    console.log('These are test builds: the Electron for users could not be downloaded here.');
  if (failed) console.log('Where the toolset can be downloaded, run `npm run dist` again.');
  return 0;
});

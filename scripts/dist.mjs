// @ts-check
// Installers for people, of what can be built on this system; says in words what is out of reach and what it would take.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compressions } from './package/linux.mjs';
import { runScript, setUp } from './setup/index.mjs';
import { rootDirectory } from './setup/paths.mjs';
import { SetupError } from './setup/steps.mjs';

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

function readOptions() {
  const { values } = parseArgs({
    options: {
      compression: { type: 'string', default: 'xz' },
      // Fails when one of this system's installers cannot be built.
      complete: { type: 'boolean', default: false },
    },
  });
  const compression = compressions.find((name) => name === values.compression);
  if (!compression) throw new SetupError(`--compression takes one of ${compressions.join(', ')}.`);
  return { compression, complete: values.complete };
}

/** Build services hand on secrets that nobody set as empty texts, which electron-builder would take for certificates. */
function forgetEmptySecrets() {
  for (const name of Object.keys(process.env)) {
    if (/^(WIN_)?CSC_|^APPLE_/.test(name) && process.env[name] === '') delete process.env[name];
  }
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
  const { compression, complete } = readOptions();
  forgetEmptySecrets();
  const { environment } = await setUp({ app: true, display: false, installers: true });
  const { buildPackage } = await import('./package/build.mjs');
  const app = await buildPackage(environment);
  /** @type {{installer: string, result: string}[]} */
  const results = [];
  let failed = false;
  if (process.platform === 'linux') {
    const { buildDeb } = await import('./package/deb.mjs');
    results.push({ installer: 'deb', result: await buildDeb(app, compression) });
    const { buildRpm } = await import('./package/rpm.mjs');
    const possible = existsSync('/usr/bin/rpmbuild');
    failed = !possible;
    results.push({
      installer: 'rpm',
      result: possible ? await buildRpm(app, compression) : 'not built: needs rpmbuild, of package rpm-build',
    });
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
    /\.(deb|rpm|AppImage|exe|dmg|zip|yml)$/.test(name),
  );
  console.log(`In release/: ${made.filter((name) => !name.startsWith('builder-')).join(', ')}`);
  if (app.testBuild)
    console.log('These are test builds: the Electron for users could not be downloaded here.');
  if (failed) console.log('Where what it needs can be had, run `npm run dist` again.');
  return complete && failed ? 1 : 0;
});

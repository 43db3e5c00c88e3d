// @ts-check
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootDirectory } from './paths.mjs';
import { run, step } from './steps.mjs';

const sources = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'scripts/linguiPlugins.ts',
  'lingui.config.ts',
  'package.json',
  'package-lock.json',
];
const stampFile = join(rootDirectory, 'out', '.sources');

/**
 * @param {string} path
 * @returns {Promise<string[]>} a line for each file below the path: name, size and time of change
 */
async function describe(path) {
  const about = await stat(path).catch(() => undefined);
  if (!about) return [];
  if (about.isFile()) return [`${path} ${about.size} ${about.mtimeMs}`];
  const names = (await readdir(path)).sort();
  return (await Promise.all(names.map((name) => describe(join(path, name))))).flat();
}

/** @param {Record<string, string>} environment */
async function fingerprint(environment) {
  const lines = await Promise.all(sources.map((name) => describe(join(rootDirectory, name))));
  const target = `electron ${environment['ELECTRON_MAJOR_VER']}`;
  return createHash('sha256')
    .update([target, ...lines.flat()].join('\n'))
    .digest('hex');
}

/**
 * Builds the app into `out/` when a source, a dependency or the target Electron has changed since the last build.
 * @param {Record<string, string>} environment of the Electron it is built for
 */
export async function ensureBuild(environment) {
  const wanted = await fingerprint(environment);
  const built = existsSync(join(rootDirectory, 'out', 'main', 'index.js'));
  const last = await readFile(stampFile, 'utf8').catch(() => '');
  if (built && last === wanted) return;
  const script = join(rootDirectory, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  await step('Building the app', () =>
    run(process.execPath, [script, 'build', '--logLevel', 'warn'], {
      cwd: rootDirectory,
      env: { ...process.env, ...environment },
    }),
  );
  await mkdir(join(rootDirectory, 'out'), { recursive: true });
  await writeFile(stampFile, wanted);
}

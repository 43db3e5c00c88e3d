// @ts-check
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rootDirectory } from '../setup/paths.mjs';
import { buildPackage } from './build.mjs';
import { outputDirectory } from './configuration.mjs';

const stampFile = join(rootDirectory, outputDirectory, '.package.json');

/** What the package is made of: the built app, these scripts, and where its updates come from. */
async function fingerprint() {
  const scripts = ['build.mjs', 'configuration.mjs', 'fuses.mjs'];
  const files = [
    join(rootDirectory, 'out', '.sources'),
    ...scripts.map((name) => fileURLToPath(new URL(name, import.meta.url))),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash
    .update(`${process.env['CHAT3_UPDATE_URL']} ${process.env['CHAT3_UPDATE_PUBLIC_KEY']}`)
    .digest('hex');
}

/**
 * The package of the app as it was last built; made only when it is older than that.
 * @param {Record<string, string>} environment of the Electron to package
 * @returns {Promise<import('./build.mjs').Package>}
 */
export async function ensurePackage(environment) {
  const wanted = await fingerprint();
  const last = await readFile(stampFile, 'utf8').then(JSON.parse, () => undefined);
  if (last?.fingerprint === wanted) return last.app;
  const app = await buildPackage(environment);
  await writeFile(stampFile, JSON.stringify({ fingerprint: wanted, app }));
  return app;
}

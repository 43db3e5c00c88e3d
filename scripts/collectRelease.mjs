// @ts-check
// Puts what the systems built into one folder, each manifest once:
//   node scripts/collectRelease.mjs --tag v1.2.3 --from FOLDER_OF_FOLDERS --to FOLDER
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { collectRelease } from './package/collect.mjs';
import { runScript } from './setup/index.mjs';
import { rootDirectory } from './setup/paths.mjs';
import { SetupError } from './setup/steps.mjs';

await runScript(async () => {
  const { values } = parseArgs({
    options: { tag: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
  });
  const { tag, from, to } = values;
  if (!tag || !from || !to) throw new SetupError('Say --tag, --from and --to.');
  const { version } = JSON.parse(await readFile(join(rootDirectory, 'package.json'), 'utf8'));
  if (tag !== `v${version}`) throw new SetupError(`The tag is ${tag}, but package.json says ${version}.`);
  for (const name of await collectRelease({ version, from, to })) console.log(name);
  return 0;
});

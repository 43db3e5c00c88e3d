// @ts-check
// The app for this system as a folder under `release/`, with the fuses of production; prints how large its parts are, and
// with `--measure` how long it takes to start against a bare window.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runScript, setUp } from './setup/index.mjs';
import { rootDirectory } from './setup/paths.mjs';

await runScript(async () => {
  const { values } = parseArgs({ options: { measure: { type: 'boolean', default: false } } });
  const { environment } = await setUp({ app: true, display: values.measure });
  const { buildPackage } = await import('./package/build.mjs');
  const { measurePackage, printFigures } = await import('./package/figures.mjs');
  const app = await buildPackage(environment);
  const figures = await measurePackage(app);
  printFigures(figures);
  await mkdir(join(rootDirectory, 'reports'), { recursive: true });
  const report = { version: app.version, testBuild: app.testBuild, ...figures };
  await writeFile(join(rootDirectory, 'reports', 'package.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`${app.directory}\n${app.executable}`);
  if (app.testBuild) {
    console.log(
      'This is a test build: the Electron for users could not be downloaded here. Do not give it to people.',
    );
  }
  if (!values.measure) return 0;
  Object.assign(process.env, environment);
  const { register } = await import('tsx/esm/api');
  register();
  const { measureStart } = await import('./package/startTime.ts');
  return measureStart();
});

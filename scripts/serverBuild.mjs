// @ts-check
// The server for a machine that has only Node.js: release/server, to be installed there with `npm ci --omit=dev`.
import { join } from 'node:path';
import { buildServer } from './server/build.mjs';
import { runScript, setUp } from './setup/index.mjs';
import { rootDirectory } from './setup/paths.mjs';

await runScript(async () => {
  await setUp({ app: false, display: false });
  const folder = join(rootDirectory, 'release', 'server');
  await buildServer(folder);
  console.log(`The server is in ${folder}. There: npm ci --omit=dev && node server.js --help`);
  return 0;
});

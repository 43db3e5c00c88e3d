// @ts-check
// The server alone, on this machine's embedded database. Options after `--` as in the README, for example `-- --demo`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { runScript, setUp } from './setup/index.mjs';
import { rootDirectory } from './setup/paths.mjs';

await runScript(async () => {
  await setUp({ app: false, display: false });
  const main = join(rootDirectory, 'server', 'src', 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...process.argv.slice(2)], {
    cwd: rootDirectory,
    stdio: 'inherit',
  });
  // The server ends itself cleanly on these; this process only waits for it.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => child.kill(signal));
  }
  const [code] = await once(child, 'close');
  return Number(code ?? 0);
});

// @ts-check
// Development: the embedded demo server and one window with hot reload. Ctrl+C ends both.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { runScript, setUp } from './setup/index.mjs';
import { rootDirectory } from './setup/paths.mjs';

await runScript(async () => {
  const { environment } = await setUp({ app: true, display: false });
  Object.assign(process.env, environment);
  const { register } = await import('tsx/esm/api');
  register();
  const { ServerProcess } = await import('../tests/support/server.ts');
  const server = await ServerProcess.start();
  console.log(`Server ${server.url}. Sign in as 79111111111 with the code 1234.`);
  const electronVite = join(rootDirectory, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const isRoot = process.getuid?.() === 0;
  const child = spawn(
    process.execPath,
    [
      electronVite,
      'dev',
      '-w',
      ...(isRoot ? ['--noSandbox'] : []),
      '--',
      '--profile=development',
      `--server=${server.url}`,
    ],
    { cwd: rootDirectory, stdio: 'inherit', env: { LC_ALL: '', ...process.env } },
  );
  // The terminal sends Ctrl+C to the child as well; this process outlives it to end the server.
  process.on('SIGINT', () => {});
  const [code] = await once(child, 'close');
  await server.close();
  return Number(code ?? 0);
});

// @ts-check
// Measures against floors of the same run, prints a table, and writes reports/bench.json. Exits 1 when a goal was missed.
import { parseArgs } from 'node:util';
import { runScript, setUp } from './setup/index.mjs';

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      // A part of the name of a row, `server` for all of the server's.
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
    },
  });
  await setUp({ app: false, display: false, tests: true });
  const { register } = await import('tsx/esm/api');
  register();
  const { bench } = await import('./bench/bench.ts');
  return bench(values);
});

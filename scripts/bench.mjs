// @ts-check
// What one person can do to everybody else: others' latency, quiet and abused. Prints ratios, writes reports/bench.json.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runScript, setUp } from './setup/index.mjs';
import { rootDirectory } from './setup/paths.mjs';

await runScript(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } });
  await setUp({ app: false, display: false });
  const { register } = await import('tsx/esm/api');
  register();
  const { abuse } = await import('./bench/abuse.ts');
  const rows = [];
  console.log('abuse                             quiet p50  burst p50 abused p50      ratio worst, ms');
  for await (const row of abuse(values.only)) {
    rows.push(row);
    const { name, quietP50, burstP50, abusedP50, ratio, abusedWorst } = row;
    const figures = [quietP50, burstP50, abusedP50, ratio].map((value) => value.toFixed(1).padStart(10));
    console.log(`${name.padEnd(32)}${figures.join(' ')} ${abusedWorst.toFixed(0).padStart(9)}`);
  }
  await mkdir(join(rootDirectory, 'reports'), { recursive: true });
  await writeFile(join(rootDirectory, 'reports', 'bench.json'), JSON.stringify({ abuse: rows }, null, 2));
  return 0;
});

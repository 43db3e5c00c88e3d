// @ts-check
// Asks a server what a client needs of it, step by step: each with its time and a sentence; `--phone` signs in as well.
import { parseArgs } from 'node:util';
import { runScript, setUp } from './setup/index.mjs';
import { SetupError } from './setup/steps.mjs';

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { phone: { type: 'string' }, code: { type: 'string' } },
  });
  const [address, ...others] = positionals;
  if (address === undefined || others.length > 0) {
    throw new SetupError('npm run doctor -- https://chat.example.ru [--phone 79001234567]');
  }
  return { address, phone: values.phone, code: values.code };
}

await runScript(async () => {
  const options = readOptions();
  await setUp({ app: false, display: false });
  const { register } = await import('tsx/esm/api');
  register();
  const { doctor } = await import('./doctor/doctor.ts');
  return doctor(options);
});

// @ts-check
// Breaks everything around the engine, counts what was lost, and writes reports/chaos.json. Exits 1 when anything was.
import { parseArgs } from 'node:util';
import { runScript, setUp } from './setup/index.mjs';
import { SetupError } from './setup/steps.mjs';

const modes = /** @type {const} */ (['standalone', 'legacy', 'gateway']);

/**
 * @param {string} name
 * @param {string} value
 */
function readNumber(name, value) {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new SetupError(`--${name} takes a number from 1.`);
  return number;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1' },
      from: { type: 'string', default: '1' },
      mode: { type: 'string', default: 'standalone' },
      variant: { type: 'string', multiple: true, default: [] },
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      nodes: { type: 'string' },
      storage: { type: 'string', default: 'sqlite' },
    },
  });
  const mode = modes.find((name) => name === values.mode);
  if (mode === undefined) throw new SetupError(`--mode takes one of ${modes.join(', ')}.`);
  const nodes = readNumber('nodes', values.nodes ?? (mode === 'gateway' ? '2' : '1'));
  if (values.storage !== 'sqlite' && values.storage !== 'postgres') {
    throw new SetupError('--storage takes sqlite or postgres.');
  }
  const onPostgres = values.storage === 'postgres';
  if (onPostgres && mode !== 'standalone') throw new SetupError('--storage belongs to our server.');
  if (nodes > 1 && !onPostgres && mode !== 'gateway')
    throw new SetupError('Several nodes need --storage postgres.');
  if (mode !== 'legacy' && values.variant.length > 0) {
    throw new SetupError('--variant belongs to --mode legacy: this server has none.');
  }
  const count = readNumber('seeds', values.seeds);
  const from = readNumber('from', values.from);
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  const { variant: variants, only, quick } = values;
  return { mode: onPostgres ? /** @type {const} */ ('nodes') : mode, nodes, seeds, variants, only, quick };
}

await runScript(async () => {
  const options = readOptions();
  await setUp({ app: false, display: false, tests: options.mode === 'nodes' || options.mode === 'gateway' });
  const { register } = await import('tsx/esm/api');
  register();
  const { chaos } = await import('./chaos/chaos.ts');
  return chaos(options);
});

// @ts-check
// Plays an acceptance scenario, or a tester's own, in real windows and slowly enough to watch; writes a result sheet.
import { parseArgs } from 'node:util';
import { runScript, setUp } from './setup/index.mjs';
import { SetupError } from './setup/steps.mjs';

const usage = `npm run qa -- SCENARIO [--fast]      сценарий из списка или файл с шагами; a scenario of the list, or a file of steps
npm run qa -- --list                 список; the list
npm run qa -- SCENARIO --server URL  на чужом сервере; on a server that is not ours:
    --a 79001234567 --b 79007654321 [--code-a CODE --code-b CODE]
    или / or CHAT3_QA_SERVER, CHAT3_QA_A, CHAT3_QA_B, CHAT3_QA_CODE_A, CHAT3_QA_CODE_B
docs/ru/qa.md, docs/qa.md`;

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      fast: { type: 'boolean', default: false },
      server: { type: 'string' },
      a: { type: 'string' },
      b: { type: 'string' },
      'code-a': { type: 'string' },
      'code-b': { type: 'string' },
    },
  });
  if (values.help) return undefined;
  const [name, ...others] = positionals;
  if (others.length > 0) throw new SetupError(`По одному за раз. One at a time.\n${usage}`);
  if (name === undefined && !values.list) {
    throw new SetupError(`Какой? Which one?\n${usage}`);
  }
  return { name, fast: values.fast, foreign: readForeign(values) };
}

/** A server that is not ours; what is not typed comes from the environment, where no history of commands keeps it. */
function readForeign(/** @type {{[name: string]: string | boolean | undefined}} */ values) {
  const given = (/** @type {string} */ name) => {
    const typed = values[name];
    const variable = `CHAT3_QA_${name.toUpperCase().replace('-', '_')}`;
    return typeof typed === 'string' ? typed : process.env[variable] || undefined;
  };
  const address = given('server');
  if (address === undefined) return undefined;
  return {
    address,
    phones: /** @type {[string | undefined, string | undefined]} */ ([given('a'), given('b')]),
    codes: /** @type {[string | undefined, string | undefined]} */ ([given('code-a'), given('code-b')]),
  };
}

await runScript(async () => {
  const options = readOptions();
  if (options === undefined) {
    console.log(usage);
    return 0;
  }
  const { name, fast, foreign } = options;
  const hasScreen =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
  const isRun = name !== undefined;
  const { environment } = await setUp({ app: isRun, display: isRun && !hasScreen });
  Object.assign(process.env, environment);
  const { register } = await import('tsx/esm/api');
  register();
  const { list, qa } = await import('./qa/qa.ts');
  return isRun ? qa({ name, fast, ownDisplay: !hasScreen, foreign }) : list();
});

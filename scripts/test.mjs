// @ts-check
// Sets up what the machine lacks, then runs the quick gate and every test. The last line counts: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runScript, setUp } from './setup/index.mjs';
import { rootDirectory } from './setup/paths.mjs';
import { SetupError } from './setup/steps.mjs';

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

// Faults with deadlines and the windows of the e2e tests get the machine for themselves.
const rounds = [['unit', 'renderer', 'integration'], ['chaos'], ['e2e']];
const suites = ['check', ...rounds.flat()];

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
function show(command, args, env) {
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32';
    const child = spawn(command, args, { cwd: rootDirectory, env, stdio: 'inherit', shell });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * The quick gate counts as one test.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
async function check(env) {
  const passed = (await show('npm', ['run', 'check'], env)) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/**
 * @param {string[]} projects
 * @param {string[]} filters
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
async function vitest(projects, filters, env) {
  const report = join(rootDirectory, 'reports', `vitest-${projects.join('-')}.json`);
  await mkdir(join(rootDirectory, 'reports'), { recursive: true });
  await rm(report, { force: true });
  const script = join(rootDirectory, 'node_modules', 'vitest', 'vitest.mjs');
  const code = await show(
    process.execPath,
    [
      script,
      'run',
      ...filters,
      ...projects.flatMap((project) => ['--project', project]),
      '--passWithNoTests',
      // The simulation is the longest of all, in files of about the same length.
      `--maxWorkers=${availableParallelism()}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    env,
  );
  const result = await readFile(report, 'utf8').then(JSON.parse, () => undefined);
  const failed = result?.numFailedTests ?? 0;
  return {
    passed: result?.numPassedTests ?? 0,
    // A file that does not load, or an error outside of every test, fails the run without failing a test.
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0),
  };
}

function chosenSuites() {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string', multiple: true } },
    allowPositionals: true,
  });
  const only = values.only ?? suites;
  const unknown = only.find((name) => !suites.includes(name));
  if (unknown) throw new SetupError(`--only ${unknown}: there is ${suites.join(', ')}`);
  return { only, filters: positionals };
}

await runScript(async () => {
  const { only, filters } = chosenSuites();
  const app = only.includes('e2e');
  const { environment } = await setUp({ app, display: app && process.platform === 'linux', tests: true });
  const env = { ...process.env, ...environment };
  /** @type {Counts[]} */
  const results = [];
  if (only.includes('check')) results.push(await check(env));
  for (const round of rounds) {
    const projects = round.filter((project) => only.includes(project));
    if (projects.length > 0) results.push(await vitest(projects, filters, env));
  }
  /** @param {keyof Counts} key */
  const sum = (key) => results.reduce((total, counts) => total + counts[key], 0);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
  return sum('failed') === 0 ? 0 : 1;
});

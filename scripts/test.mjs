// @ts-check
// Sets up what the machine lacks, then runs the quick gate and every test. The last line counts: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, constants, setPriority } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runScript, setUp } from './setup/index.mjs';
import { newestNode } from './setup/newestNode.mjs';
import { rootDirectory } from './setup/paths.mjs';
import { SetupError } from './setup/steps.mjs';
import { failuresOf } from './test/failures.mjs';

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */
/** @typedef {{name: string, seconds: number}} Cost */

// Runs of one round go on side by side. Faults with deadlines get the machine for themselves. The simulation is nothing but
// computing, which the newest Node.js does with a quarter less of it: it takes what the windows of the e2e tests leave.
const rounds = [
  [['unit', 'renderer', 'integration', 'postgres', 'chromium']],
  [['chaos']],
  [['e2e'], ['simulation']],
];
const replayTest = 'tests/simulation/replay.test.ts';
const suites = ['check', ...rounds.flat(2)];

/** Files that take less time than this, in seconds, are not worth a line. */
const tellFrom = 10;
/** @type {Cost[]} */
const costs = [];
/** @type {string[]} */
const failures = [];

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {{later?: boolean, yields?: boolean}} [how] `later`: print what it says when it has ended, so that it does not run
 *   into what another one says; `yields`: it takes only what of the machine nobody else wants
 * @returns {Promise<number>} the exit code
 */
function show(command, args, env, { later = false, yields = false } = {}) {
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32';
    /** @type {import('node:child_process').SpawnOptions} */
    const options = {
      cwd: rootDirectory,
      env,
      shell,
      stdio: later ? ['inherit', 'pipe', 'pipe'] : 'inherit',
    };
    const child = spawn(command, args, options);
    if (yields && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    /** @type {Buffer[]} */
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve(code ?? 1);
    });
  });
}

/**
 * The quick gate counts as one test.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
async function check(env) {
  const passed = (await show('npm', ['run', 'check'], env)) === 0;
  if (!passed) failures.push('npm run check');
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/**
 * What runs by itself, one file after the other, on a screen of its own. Windows mostly wait: two such lanes take little more
 * than half the time of one. The second has all that is not named here, so that a new file cannot be forgotten.
 */
const firstLane = [
  ...['acceptance', 'accessibility', 'hands'].map((name) => `tests/e2e/${name}.test.ts`),
  'tests/e2e/package/**',
];

/**
 * @param {string[]} projects
 * @param {string[]} filters
 * @param {number} most lanes
 * @returns {{name: string, args: string[]}[]}
 */
function lanesOf(projects, filters, most) {
  const name = projects.join('-');
  const divisible = name === 'e2e' && filters.length === 0 && most > 1;
  if (!divisible) return [{ name, args: filters }];
  return [
    { name, args: firstLane.map((pattern) => pattern.replace('/**', '/')) },
    { name: `${name}-beside`, args: firstLane.flatMap((pattern) => ['--exclude', pattern]) },
  ];
}

/**
 * @param {string[][]} runs each the projects of one
 * @param {string[]} filters
 * @param {NodeJS.ProcessEnv} env
 * @param {number} lanes
 * @returns {Promise<Counts[]>}
 */
function vitest(runs, filters, env, lanes) {
  const all = runs.flatMap((projects) =>
    lanesOf(projects, filters, lanes).map((lane) => ({ projects, lane })),
  );
  return Promise.all(all.map(({ projects, lane }, index) => runLane(projects, lane, env, index > 0)));
}

/**
 * @param {string[]} projects
 * @param {{name: string, args: string[]}} lane
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} later
 * @returns {Promise<Counts>}
 */
async function runLane(projects, { name, args }, env, later) {
  const report = join(rootDirectory, 'reports', `vitest-${name}.json`);
  await mkdir(join(rootDirectory, 'reports'), { recursive: true });
  await rm(report, { force: true });
  const script = join(rootDirectory, 'node_modules', 'vitest', 'vitest.mjs');
  const isSimulation = projects.includes('simulation');
  const node = isSimulation ? await newestNode() : process.execPath;
  const code = await show(
    node,
    [
      script,
      'run',
      ...args,
      ...projects.flatMap((project) => ['--project', project]),
      '--passWithNoTests',
      `--maxWorkers=${availableParallelism()}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    env,
    { later, yields: isSimulation && later },
  );
  const result = await readFile(report, 'utf8').then(JSON.parse, () => undefined);
  const failed = result?.numFailedTests ?? 0;
  costs.push(...filesOf(result));
  const lines = result === undefined ? [] : failuresOf(result, rootDirectory);
  if (code !== 0 && lines.length === 0) lines.push(`${name}: an error outside of every test`);
  failures.push(...lines);
  return {
    passed: result?.numPassedTests ?? 0,
    // A file that does not load, or an error outside of every test, fails the run without failing a test.
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0),
  };
}

/**
 * The files of a report that took long, by themselves: files of one round run side by side.
 * @param {{testResults: {name: string, startTime: number, endTime: number}[]} | undefined} report
 * @returns {Cost[]}
 */
function filesOf(report) {
  return (report?.testResults ?? [])
    .map(({ name, startTime, endTime }) => ({
      name: `  ${relative(rootDirectory, name)}`,
      seconds: (endTime - startTime) / 1_000,
    }))
    .filter(({ seconds }) => seconds >= tellFrom)
    .sort((one, other) => other.seconds - one.seconds);
}

/**
 * Runs one part of the gate and notes what it cost, before its files.
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} work
 */
async function measured(name, work) {
  const cost = { name, seconds: 0 };
  costs.push(cost);
  const started = performance.now();
  const result = await work();
  cost.seconds = (performance.now() - started) / 1_000;
  return result;
}

function printCosts() {
  console.log('\nWhat it cost, in seconds');
  for (const { name, seconds } of costs) console.log(`${seconds.toFixed(1).padStart(7)}  ${name}`);
}

/** At the end, where whoever sees nothing else finds it. */
function printFailures() {
  if (failures.length === 0) return;
  console.log('\nWhat failed');
  for (const line of failures) console.log(`  ${line}`);
}

function chosenSuites() {
  const { values, positionals } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      // A support report, whose connection is done again in virtual time; nothing else runs.
      replay: { type: 'string' },
      // How many e2e files may run at one time; only where each lane has a screen of its own.
      lanes: {
        type: 'string',
        default: process.platform === 'linux' && availableParallelism() > 1 ? '2' : '1',
      },
    },
    allowPositionals: true,
  });
  if (values.replay !== undefined) {
    const report = resolve(values.replay);
    if (!existsSync(report)) throw new SetupError(`--replay ${values.replay}: there is no such file`);
    return { only: ['simulation'], filters: [replayTest], lanes: 1, report };
  }
  const only = values.only ?? suites;
  const unknown = only.find((name) => !suites.includes(name));
  if (unknown) throw new SetupError(`--only ${unknown}: there is ${suites.join(', ')}`);
  return { only, filters: positionals, lanes: Number(values.lanes), report: undefined };
}

await runScript(async () => {
  const { only, filters, lanes, report } = chosenSuites();
  const display = only.includes('e2e') && process.platform === 'linux';
  const chromium = only.includes('chromium');
  const app = only.includes('e2e') || chromium;
  const { environment } = await measured('setting up', () => setUp({ app, display, chromium, tests: true }));
  const env = { ...process.env, ...environment, ...(report && { CHAT3_REPLAY: report }) };
  /** @type {Counts[]} */
  const results = [];
  if (only.includes('check')) results.push(await measured('check', () => check(env)));
  for (const round of rounds) {
    const runs = round
      .map((projects) => projects.filter((project) => only.includes(project)))
      .filter((projects) => projects.length > 0);
    if (runs.length === 0) continue;
    results.push(...(await measured(runs.flat().join(', '), () => vitest(runs, filters, env, lanes))));
  }
  printCosts();
  printFailures();
  /** @param {keyof Counts} key */
  const sum = (key) => results.reduce((total, counts) => total + counts[key], 0);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
  return sum('failed') === 0 ? 0 : 1;
});

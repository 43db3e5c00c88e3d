// @ts-check
// The quick gate: types, lint, formatting, import laws, dead code, citations, side by side. Prints what failed, exits 0 or 1.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCitations } from './check/citations.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

// The compiler in Go, beside the one in JavaScript, whose interface the import laws and the search for dead code need.
// Each of its checkers looks at what the files share anew: with as many as a small machine has cores least is done twice.
const compiler = 'node node_modules/typescript-native/bin/tsc --noEmit --checkers 2';

/**
 * The tools in Go end long before they run out of memory: collecting their garbage as usual is a fifth of their time. The
 * tools are found as npm finds them; to ask npx for each would cost a second of computing every time.
 */
const environment = {
  GOGC: '400',
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
};

const checks = [
  ['types', `${compiler} -p tsconfig.node.json`],
  ['types of the renderer', `${compiler} -p tsconfig.renderer.json`],
  ['formatting and lint', 'biome check --error-on-warnings .'],
  ['lint with types', 'oxlint --deny-warnings'],
  ['import laws', 'depcruise --config .dependency-cruiser.mjs src server/src tests scripts'],
  ['dead code', 'knip'],
];

/** @typedef {{name: string, code: number, output: string, note?: string, seconds: number}} Result */

/** @returns {Promise<Result>} */
function run(/** @type {string} */ name, /** @type {string} */ command) {
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const [program = '', ...words] = command.split(' ');
    const child = spawn(program, words, {
      cwd: root,
      env: environment,
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) =>
      resolve({ name, code: code ?? 1, output, seconds: (Date.now() - startedAt) / 1000 }),
    );
  });
}

/** @returns {Result} */
function runCitations() {
  const startedAt = Date.now();
  const result = checkCitations(root);
  return { name: 'citations of rules', ...result, seconds: (Date.now() - startedAt) / 1000 };
}

const startedAt = Date.now();
const results = [runCitations()];
// More at once would only get in each other’s way on a small machine.
const waiting = [...checks];
const lane = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift())
    results.push(await run(next[0] ?? '', next[1] ?? ''));
};
await Promise.all([lane(), lane(), lane()]);
for (const { name, code, output, note = '', seconds } of results) {
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`);
  for (const text of [code === 0 ? '' : output, note]) {
    if (text !== '') console.log(text.replace(/^/gm, '        '));
  }
}
const failed = results.filter((result) => result.code !== 0).length;
console.log(
  `check: ${results.length - failed} ok, ${failed} failed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
);
process.exitCode = failed === 0 ? 0 : 1;

// @ts-check
// The quick gate: types, lint, formatting, import laws, dead code, citations, side by side. Prints what failed, exits 0 or 1.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCitations } from './check/citations.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

// The compiler in Go, beside the one in JavaScript, whose interface the import laws and the search for dead code need.
// Each of its checkers looks at what the files share anew: beside other tools, one does the least.
const compiler = 'node node_modules/typescript-native/bin/tsc --noEmit --singleThreaded';

/**
 * The tools in Go end long before they run out of memory: collecting their garbage as usual is a fifth of their time. The
 * tools are found as npm finds them; to ask npx for each would cost a second of computing every time.
 */
const environment = {
  GOGC: '1600',
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
};

// The longest first, so that none of them is left alone at the end.
const checks = [
  ['lint with types', 'oxlint --deny-warnings'],
  ['types', `${compiler} -p tsconfig.node.json`],
  ['import laws', 'depcruise --config .dependency-cruiser.mjs src server/src tests scripts'],
  ['formatting and lint', 'biome check --error-on-warnings .'],
  ['dead code', 'knip'],
  ['types of the renderer', `${compiler} -p tsconfig.renderer.json`],
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
// Each takes all cores by itself: more at once would only get in each other’s way on a small machine.
const waiting = [...checks];
const lane = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift())
    results.push(await run(next[0] ?? '', next[1] ?? ''));
};
await Promise.all([lane(), lane()]);
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

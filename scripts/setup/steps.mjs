// @ts-check
import { spawn } from 'node:child_process';

const quietMs = 2000;
const remindMs = 15_000;

/** A failure that a person can act on: the sentence is printed, the stack is not. */
export class SetupError extends Error {}

/**
 * Runs one step of the set-up. Says nothing when it is quick; after two seconds names it, then reports that it goes on,
 * and at last how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  let shown = false;
  const first = setTimeout(() => {
    shown = true;
    console.log(`${title}…`);
  }, quietMs);
  const reminder = setInterval(() => console.log(`  still at it, ${seconds()} s`), remindMs);
  try {
    const result = await work();
    if (shown) console.log(`  done in ${seconds()} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(reminder);
  }
}

/**
 * Runs a command and resolves with its standard output. A failure carries the end of what it printed.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, shell?: boolean}} [options]
 * @returns {Promise<string>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    let timedOut = false;
    const limit = options.timeoutMs
      ? setTimeout(() => {
          timedOut = true;
          child.kill('SIGKILL');
        }, options.timeoutMs)
      : undefined;
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      errors += text;
    });
    child.on('error', (error) => {
      clearTimeout(limit);
      reject(new SetupError(`${command} could not be started: ${error.message}`));
    });
    child.on('close', (code) => {
      clearTimeout(limit);
      if (code === 0) return resolve(output);
      const tail = `${output}\n${errors}`.trim().split('\n').slice(-25).join('\n');
      const why = timedOut ? `took more than ${options.timeoutMs} ms` : `ended with code ${code}`;
      reject(new SetupError(`${command} ${args.join(' ')} ${why}\n${tail}`));
    });
  });
}

/**
 * Runs npm as the person's own npm runs, also where it is a script of the shell (Windows).
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 */
export function npm(args, options = {}) {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}

// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { run, SetupError, step } from './steps.mjs';

// Each line is one need; where distributions renamed a package, any of its names will do.
/** What Electron loads at run time and what its windows need to show text. */
const runPackages = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libnotify4'],
  ['libsecret-1-0'],
  ['fonts-noto-color-emoji'],
];

/** A display of our own, a window manager, a session bus, a keyring and screenshots. */
const displayPackages = [['xvfb'], ['openbox'], ['dbus'], ['gnome-keyring'], ['imagemagick']];

/**
 * What tests make certificates and press keys with, watch connections and pretend to be logind with, and what numbers on
 * launcher icons go through; what the server stores in and hears from beside its own file; and what our own .deb asks for and is checked with.
 */
const testPackages = [
  ['openssl'],
  ['strace'],
  ['python3-dbusmock'],
  ['python3-gi'],
  ['xdotool'],
  ['x11-xkb-utils'],
  ['libunity9'],
  ['postgresql'],
  ['redis-server'],
  ['rabbitmq-server'],
  ['xdg-utils'],
  ['desktop-file-utils'],
];

/** A browser newer than the one that any Electron brings. Ubuntu has it as a snap only, and goes without. */
const chromiumPackages = [['chromium']];

/** What makes the .rpm. The .deb is made by dpkg, which is there. */
const installerPackages = [['rpm']];

/**
 * @param {string[][]} needs
 * @returns {string[][]}
 */
function missing(needs) {
  const names = needs.flat();
  // dpkg-query exits with 1 when it does not know one of the names, and still lists the others.
  const query = spawnSync(
    'dpkg-query',
    ['--show', '--showformat', `\${Package} \${db:Status-Status}\\n`, ...names],
    { encoding: 'utf8' },
  );
  const installed = new Set();
  for (const line of (query.stdout ?? '').split('\n')) {
    const [name, status] = line.split(' ');
    if (status === 'installed') installed.add(name);
  }
  return needs.filter((alternatives) => !alternatives.some((name) => installed.has(name)));
}

/** @param {string} name */
function isOffered(name) {
  const policy = spawnSync('apt-cache', ['policy', name], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return /Candidate: (?!\(none\))/.test(policy.stdout ?? '');
}

/**
 * @param {string[][]} needs
 * @returns {string[]} the name under which this distribution has each need
 */
function available(needs) {
  return needs.map((alternatives) => {
    const [first] = /** @type {[string]} */ (alternatives);
    return alternatives.length === 1 ? first : (alternatives.find(isOffered) ?? first);
  });
}

/** @param {string[]} names */
async function agreed(names) {
  const interactive = process.stdin.isTTY && process.stdout.isTTY && !process.env['CI'];
  if (!interactive) return true;
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question(`Install ${names.join(' ')} with apt-get? [Y/n] `);
  prompt.close();
  return !/^\s*n/i.test(answer);
}

/** @param {string[]} names */
async function install(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step(`Installing ${names.length} system packages (${names.join(' ')})`, () =>
    run('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env }),
  );
}

/**
 * @typedef {object} SystemNeed
 * @property {boolean} app whether Electron will run
 * @property {boolean} display whether a display of our own will be opened
 * @property {boolean} [tests] whether tests will run
 * @property {boolean} [chromium] whether the page will be tried in the system's own Chromium
 * @property {boolean} [installers] whether the app will be packed for people, and not run; tests do both
 */

/**
 * Makes sure that the system packages are there. Touches nothing on Windows, macOS and Linux systems without dpkg.
 * @param {SystemNeed} need
 * @throws {SetupError} naming the exact command, when something is missing and may not be installed here
 */
export async function ensureSystemPackages(need) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return;
  const lacking = missing([
    ...(need.app && !need.installers ? runPackages : []),
    ...(need.display ? displayPackages : []),
    ...(need.tests ? testPackages : []),
    ...(need.tests || need.installers ? installerPackages : []),
  ]);
  const wished = missing(need.chromium ? chromiumPackages : []);
  if (lacking.length + wished.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    // One source out of reach must not stop us: whether the packages can be had, the installation tells.
    const update = () => run('apt-get', ['update']).catch(() => '');
    await step('Reading the list of system packages (apt-get update)', update);
  }
  const names = [...available(lacking), ...wished.flat().filter(isOffered)];
  if (names.length === 0) return;
  if (isRoot && (await agreed(names))) return install(names);
  const command = `${isRoot ? '' : 'sudo '}apt-get install -y ${names.join(' ')}`;
  throw new SetupError(`Chat3 Desktop needs a few system packages; please run: ${command}`);
}

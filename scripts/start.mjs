// @ts-check
// Shows the product: an embedded demo server and signed-in windows side by side. `--smoke` drives and measures them.
import { parseArgs } from 'node:util';
import { runScript, setUp } from './setup/index.mjs';
import { SetupError } from './setup/steps.mjs';

const maximumUsers = 5;

/** As programs of the terminal are told their language. */
function localeName() {
  return process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '';
}

/** @returns {{ smoke: boolean, panel: boolean, users: number, language: 'ru' | 'en' }} */
function readOptions() {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      panel: { type: 'boolean', default: false },
      users: { type: 'string', default: '2' },
      lang: { type: 'string' },
    },
  });
  const users = Number(values.users);
  if (!Number.isInteger(users) || users < 1 || users > maximumUsers) {
    throw new SetupError(`--users takes a number from 1 to ${maximumUsers}.`);
  }
  const language = values.lang ?? (/^en/.test(localeName()) ? 'en' : 'ru');
  if (language !== 'ru' && language !== 'en') throw new SetupError('--lang takes ru or en.');
  const { smoke } = values;
  return {
    smoke,
    panel: values.panel && !smoke,
    users: smoke ? 2 : users,
    language: smoke ? 'ru' : language,
  };
}

/** Whether a person could see the windows here. */
function hasScreen() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

await runScript(async () => {
  const options = readOptions();
  const ownDisplay = !hasScreen();
  if (ownDisplay && !options.smoke) {
    throw new SetupError(
      'There is no display here to show windows on; `npm start -- --smoke` drives them on a virtual one.',
    );
  }
  const { environment, electronVersion } = await setUp({ app: true, display: ownDisplay });
  Object.assign(process.env, environment);
  // From here on there are dependencies, and with them TypeScript.
  const { register } = await import('tsx/esm/api');
  register();
  const { start } = await import('./start/start.ts');
  return start({ ...options, electronVersion, ownDisplay });
});

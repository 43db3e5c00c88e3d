// @ts-check
import { ensureBuild } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { electronEnvironment, ensureElectron } from './electronRuntime.mjs';
import { SetupError } from './steps.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';

/**
 * Brings this machine to where what is asked for can run, and costs about a second when it already is.
 * @param {import('./systemPackages.mjs').SystemNeed} need
 * @returns {Promise<{environment: Record<string, string>, electronVersion: string}>} what child processes need; empty
 * when the app is not needed
 */
export async function setUp(need) {
  await ensureDependencies();
  await ensureSystemPackages(need);
  if (!need.app) return { environment: {}, electronVersion: '' };
  const runtime = await ensureElectron();
  const environment = electronEnvironment(runtime);
  console.log(`Electron ${runtime.version} from ${runtime.source}, Node.js ${process.versions.node}`);
  await ensureBuild(environment);
  return { environment, electronVersion: runtime.version };
}

/**
 * Runs a script's main function; a failure that a person can act on ends the process with its sentence alone.
 * @param {() => Promise<number>} main resolves with the exit code
 */
export async function runScript(main) {
  let code = 1;
  try {
    code = await main();
  } catch (error) {
    console.error(isForPeople(error) ? error.message : error);
  }
  // Not left to Node: once it span for an hour in its own cleanup, waiting for a native handle that never closed.
  process.stdout.write('', () => process.exit(code));
}

/**
 * What somebody typed wrongly is told in a sentence.
 * @param {unknown} error
 * @returns {error is Error}
 */
function isForPeople(error) {
  if (error instanceof SetupError) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

/** What may be wrong with an installation, a sentence each. */
import { existsSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Settings } from '../operations/config.ts';
import { stepsOf } from '../store/copies.ts';
import { stepsOfPostgres } from '../store/database.ts';
import { migrations } from '../store/migrations.ts';
import type { AdminAnswer } from './administration.ts';
import { askServer } from './door.ts';

const SMALLEST_FREE_BYTES = 1024 ** 3;
/** Files are written a moment before they are looked at. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Null: nothing is wrong, and `good` says so. */
interface Finding {
  good: string;
  problem: string | null;
}

/** Looks without changing anything; `ok` is false where something is wrong. */
export async function examine(settings: Settings): Promise<AdminAnswer> {
  const { databaseUrl } = settings;
  const path = resolve(settings.dataDir);
  if (databaseUrl === undefined && !existsSync(path)) {
    return { ok: false, lines: [`Wrong: there is no data folder ${path}. Name it with --data.`] };
  }
  const findings = [
    codesFinding(settings),
    ...(databaseUrl === undefined ? await folderFindings(path) : [await postgresFinding(databaseUrl)]),
  ];
  const lines = findings.map(({ good, problem }) =>
    problem === null ? `Well:  ${good}` : `Wrong: ${problem}`,
  );
  return { ok: findings.every(({ problem }) => problem === null), lines };
}

async function folderFindings(path: string): Promise<Finding[]> {
  return [
    await serverFinding(path),
    writableFinding(path),
    modesFinding(path),
    clockFinding(path),
    spaceFinding(path),
    await schemaFinding(path),
  ];
}

/** With DATABASE_URL there is no folder: its PostgreSQL has everything. */
async function postgresFinding(url: string): Promise<Finding> {
  try {
    return await versionFinding(await stepsOfPostgres(url));
  } catch (error) {
    return { good: '', problem: `the database of DATABASE_URL cannot be read: ${messageOf(error)}.` };
  }
}

function codesFinding({ demo, codeSender, registration }: Settings): Finding {
  const reach = registration === 'open' ? 'anybody may register' : 'only invited people may register';
  return {
    good: `the configuration can be read; ${reach}, and codes go by ${codeSender}.`,
    problem:
      demo || codeSender === 'http'
        ? null
        : 'codes are written to the server’s own output. Set CODE_SENDER=http to have them sent.',
  };
}

async function serverFinding(path: string): Promise<Finding> {
  const good = 'a server is running, and its storage takes writes.';
  try {
    const answer = await askServer(path, { command: 'status', args: [], json: false });
    return { good: answer ? good : 'no server is running.', problem: null };
  } catch (error) {
    return { good, problem: `a server is running and cannot write: ${messageOf(error)}` };
  }
}

function writableFinding(path: string): Finding {
  const good = `${path} can be written to.`;
  const file = join(path, `chat3.doctor-${process.pid}`);
  try {
    writeFileSync(file, 'written', { mode: 0o600, flush: true });
    return { good, problem: null };
  } catch (error) {
    return { good, problem: `${path} cannot be written to: ${messageOf(error)}.` };
  } finally {
    rmSync(file, { force: true });
  }
}

function modesFinding(path: string): Finding {
  const good = 'keys and data are closed to other accounts.';
  // Windows has no such modes.
  if (process.platform === 'win32') return { good, problem: null };
  const open = readdirSync(path)
    .filter((name) => /^(secret\.key|chat3\.)/.test(name))
    .filter((name) => (statSync(join(path, name)).mode & 0o077) !== 0);
  const files = open.map((name) => join(path, name)).join(' ');
  return {
    good,
    problem: open.length === 0 ? null : `other accounts may read ${files}. Run: chmod 600 ${files}`,
  };
}

function clockFinding(path: string): Finding {
  const times = readdirSync(path).map((name) => statSync(join(path, name)).mtimeMs);
  const ahead = Math.max(0, ...times) - Date.now();
  return {
    good: 'the clock is not behind what has been written.',
    problem:
      ahead <= CLOCK_TOLERANCE_MS
        ? null
        : `the data were written ${Math.round(ahead / 60_000)} minutes from now: the clock of this computer is behind.`,
  };
}

function spaceFinding(path: string): Finding {
  const { bavail, bsize } = statfsSync(path);
  const free = bavail * bsize;
  const amount = `${(free / 1024 ** 3).toFixed(1)} GiB`;
  return {
    good: `${amount} of the disk are free.`,
    problem: free >= SMALLEST_FREE_BYTES ? null : `only ${amount} of the disk are free.`,
  };
}

async function schemaFinding(path: string): Promise<Finding> {
  const file = join(path, 'chat3.sqlite');
  if (!existsSync(file) || statSync(file).size === 0) return versionFinding([]);
  try {
    return await versionFinding(stepsOf(file));
  } catch (error) {
    return { good: '', problem: `the database cannot be read: ${messageOf(error)}. Restore a backup.` };
  }
}

/** `steps`: of the schema, that the database has taken. */
async function versionFinding(steps: string[]): Promise<Finding> {
  const known = Object.keys(await migrations.getMigrations());
  if (steps.some((step) => !known.includes(step))) {
    return { good: '', problem: 'the database is of a newer version of this server.' };
  }
  if (steps.length === 0) {
    return { good: 'there is nothing in the database yet; the first start makes it.', problem: null };
  }
  return {
    good:
      steps.length === known.length
        ? 'the database is whole and of this version.'
        : 'the database is whole and of an older version; the next start brings it up to date.',
    problem: null,
  };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

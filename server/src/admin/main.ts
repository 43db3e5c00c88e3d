/** The administrator's command line. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleSender } from '../auth/sender.ts';
import { backUp, restore } from '../operations/backup.ts';
import { ConfigError, readSettings, type Settings } from '../operations/config.ts';
import { startServer } from '../server.ts';
import { AdminError } from './adminError.ts';
import type { AdminAnswer, AdminRequest } from './administration.ts';
import { readPeople } from './csv.ts';
import { examine } from './doctor.ts';
import { askServer } from './door.ts';
import { type Asked, adminUsage, readWords } from './words.ts';

type Environment = Record<string, string | undefined>;

/** Runs the words after `admin`, and answers the exit code: 0, 1 where something was refused, 2 where they cannot be read. */
export async function runAdmin(argv: string[], env: Environment): Promise<number> {
  let asked: Asked;
  let settings: Settings;
  try {
    asked = readWords(argv);
    if (asked.command === 'help') return print({ ok: true, lines: [adminUsage()] });
    settings = readSettings(asked.settings, env);
  } catch (error) {
    return complain(error, 2);
  }
  try {
    return print(await answerTo(asked, settings));
  } catch (error) {
    return complain(error, 1);
  }
}

async function answerTo(asked: Asked, settings: Settings): Promise<AdminAnswer> {
  const { command, args, json, user } = asked;
  const [file = ''] = args;
  const { dataDir } = settings;
  switch (command) {
    case 'backup':
      return { ok: true, lines: [`The backup is ${backUp(dataDir, file)}.`] };
    case 'restore': {
      const kept = await restore(dataDir, file);
      return {
        ok: true,
        lines: [`Restored.${kept === undefined ? '' : ` What was there before is ${kept}.`}`],
      };
    }
    case 'doctor':
      return examine(settings);
    case 'user import':
      return ask(settings, { command, args: [], json, people: readPeople(file) });
    default:
      return ask(settings, { command, args, json, user });
  }
}

/**
 * The running server, or one that runs for as long as the command, at a port that nobody knows: the only one of its folder, or one
 * more of its PostgreSQL.
 */
async function ask(settings: Settings, request: AdminRequest): Promise<AdminAnswer> {
  const isShared = settings.databaseUrl !== undefined;
  const answer = isShared ? undefined : await askServer(settings.dataDir, request);
  if (answer) return answer;
  const doorDir = isShared ? await mkdtemp(join(tmpdir(), 'chat3-admin-')) : settings.dataDir;
  const server = await startServer({
    ...settings,
    doorDir,
    codeSender: consoleSender,
    host: '127.0.0.1',
    port: 0,
    logLevel: 'warn',
  });
  try {
    const own = await askServer(doorDir, request);
    if (!own) throw new AdminError(`No socket can be made in ${doorDir}. Is its path very long?`);
    return own;
  } finally {
    await server.close();
    if (isShared) await rm(doorDir, { recursive: true, force: true });
  }
}

function print({ ok, lines }: AdminAnswer): number {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return ok ? 0 : 1;
}

function complain(error: unknown, code: number): number {
  const isSentence = error instanceof AdminError || error instanceof ConfigError;
  process.stderr.write(`${isSentence || !(error instanceof Error) ? messageOf(error) : error.stack}\n`);
  return isSentence ? code : 1;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

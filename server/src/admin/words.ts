import { parseArgs } from 'node:util';
import { ConfigError } from '../operations/config.ts';

interface Command {
  /** What follows the command, as `--help` shows it. */
  words: string;
  smallest: number;
  /** Infinity: a name of several words. */
  largest: number;
  help: string;
}

const none = { words: '', smallest: 0, largest: 0 };
const one = (words: string) => ({ words, smallest: 1, largest: 1 });

const COMMANDS: Record<string, Command> = {
  'user import': {
    ...one('FILE.csv'),
    help: 'adds the people of a list: a phone, a name and perhaps an id a line',
  },
  'user add': { words: 'PHONE NAME', smallest: 2, largest: Number.POSITIVE_INFINITY, help: 'adds somebody' },
  'user disable': { ...one('WHO'), help: 'ends their access at once; their groups get another owner' },
  'user enable': { ...one('WHO'), help: 'lets them sign in again' },
  'user phone': { words: 'WHO PHONE', smallest: 2, largest: 2, help: 'gives them another phone' },
  'user list': { ...none, help: 'everybody; --json for programs' },
  'session list': { ...one('WHO'), help: 'the devices they are signed in at' },
  'session end': { words: 'WHO [SESSION]', smallest: 1, largest: 2, help: 'signs one device out, or all' },
  'dialog owner': {
    words: 'DIALOG WHO',
    smallest: 2,
    largest: 2,
    help: 'gives a group to one of its members',
  },
  audit: { ...none, help: 'who did what to whom, and when; --user WHO for one of them' },
  'secret rotate': {
    ...none,
    help: 'signs tokens with a new key; the old one is accepted until its tokens end',
  },
  backup: { ...one('FILE'), help: 'writes a copy of the database, also while the server runs' },
  restore: { ...one('FILE'), help: 'puts such a copy in its place; the server has to be stopped' },
  doctor: { ...none, help: 'says what is wrong with this installation' },
};

export interface Asked {
  /** A name of COMMANDS, or `help`. */
  command: string;
  args: string[];
  json: boolean;
  user: string | undefined;
  /** For `readSettings`. */
  settings: string[];
}

/** Takes the words after `admin` apart. Throws ConfigError with a sentence. */
export function readWords(argv: string[]): Asked {
  const { values, positionals } = parsed(argv);
  const settings = [
    ...(values.data === undefined ? [] : ['--data', values.data]),
    ...(values.demo === true ? ['--demo'] : []),
  ];
  const asked = { json: values.json === true, user: values.user, settings };
  if (values.help === true || positionals.length === 0) return { ...asked, command: 'help', args: [] };
  const [first = '', second = ''] = positionals;
  const name = Object.hasOwn(COMMANDS, first) ? first : `${first} ${second}`.trim();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new ConfigError(`There is no command «${name}»; --help lists them.`);
  const args = positionals.slice(name.split(' ').length);
  if (args.length < command.smallest || args.length > command.largest) {
    throw new ConfigError(`Usage: ${usageOf(name, command)}`);
  }
  if (values.user !== undefined && name !== 'audit') throw new ConfigError('--user belongs to audit.');
  return { ...asked, command: name, args };
}

function parsed(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        demo: { type: 'boolean' },
        json: { type: 'boolean' },
        user: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new ConfigError(
      `${error instanceof Error ? error.message : String(error)}; --help lists the options.`,
    );
  }
}

const usageOf = (name: string, { words }: Command) => `npm run admin -- ${`${name} ${words}`.trim()}`;

/** What `--help` prints. */
export function adminUsage(): string {
  const rows = Object.entries(COMMANDS).map(
    ([name, command]) => `  ${`${name} ${command.words}`.padEnd(28)}${command.help}`,
  );
  return [
    'Usage: npm run admin -- COMMAND [--data …] [--demo] [--json]',
    '',
    'WHO is a phone or a user id. It works beside a running server and without one.',
    'Ends with 0, with 1 where something was refused or is wrong, with 2 where the command cannot be read.',
    '',
    ...rows,
  ].join('\n');
}

import { isIP } from 'node:net';
import { z } from 'zod';
import { isPhone } from '../../../src/shared/phone.ts';
import { FILE_BYTES, productionLimits, WINDOW_MINUTES } from '../limits/limits.ts';
import { isPostgres } from '../store/postgres.ts';
import { type CommandLine, readCommandLine } from './commandLine.ts';
import { OPTIONS } from './options.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

export const isLoopback = (host: string) => LOOPBACK.has(host) || /^127\.\d+\.\d+\.\d+$/.test(host);

/** A mistake in the command line or the environment; the message is a sentence for the person who started the server. */
export class ConfigError extends Error {}

/** The address as a browser names it in `Origin`; null where it is more than an origin, or no page can have it. */
function originOf(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isPage = url?.protocol === 'https:' || url?.protocol === 'http:';
  // An asterisk is a letter of hosts to the parser, and a pattern to whoever writes it.
  return isPage && url.href === `${url.origin}/` && !address.includes('*') ? url.origin : null;
}

const listOf = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const flag = z
  .enum(['0', '1', 'true', 'false'], 'must be 1 or 0')
  .transform((value) => value === '1' || value === 'true');
const wholeNumber = (smallest: number, largest: number) => {
  const range = `must be between ${smallest} and ${largest}`;
  const number = z
    .number('must be a number')
    .int('must be a whole number')
    .min(smallest, range)
    .max(largest, range);
  // An empty text is the number 0 to the language.
  return z.string().regex(/\d/, 'must be a number').transform(Number).pipe(number);
};

/** Proxies that may say where a request came from: how many stand in front, or their addresses and networks. */
function proxiesOf(text: string): number | string[] | false | null {
  const value = text.trim();
  if (value === '' || value === 'false') return false;
  if (/^\d{1,2}$/.test(value)) return Number(value) <= MOST_PROXIES ? Number(value) || false : null;
  const networks = listOf(value);
  return networks.length > 0 && networks.every(isNetwork) ? networks : null;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined ||
    (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128))
  );
}

const MOST_PROXIES = 10;
const HOUR_MS = 3_600_000;
/** A token must not outlive the session that it belongs to. */
const LONGEST_TOKEN_MS = 30 * 24 * HOUR_MS;

/** `postgres://`, and the name of a database in it; never told back, for the password in it. */
function isPostgresAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && isPostgres(address) && url.pathname.length > 1;
}

/** How long something can be done, up to a hundred years; 0: never. */
const windowMinutes = wholeNumber(0, 36_500 * 24 * 60).default(WINDOW_MINUTES);

const settingsSchema = z.object({
  demo: flag.default(false),
  demoWorld: z.enum(['ru', 'en', 'small'], 'must be ru, en or small').default('ru'),
  host: z.string().min(1, 'must not be empty').default('127.0.0.1'),
  port: wholeNumber(0, 65_535).default(3001),
  dataDir: z.string().min(1, 'must not be empty').default('chat3-data'),
  databaseUrl: z
    .string()
    .refine(isPostgresAddress, 'must be an address such as postgres://user:password@host:5432/database')
    .optional(),
  redisUrl: z
    .url({ protocol: /^rediss?$/, error: 'must be an address such as redis://host:6379' })
    .optional(),
  chat3ApiUrl: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  chat3ApiKey: z.string().min(1, 'must not be empty').optional(),
  rabbitmqUrl: z
    .url({ protocol: /^amqps?$/, error: 'must be an address such as amqp://user:password@host:5672' })
    .optional(),
  registration: z.enum(['invited', 'open'], 'must be invited or open').optional(),
  invitedPhones: z
    .string()
    .transform(listOf)
    .pipe(z.array(z.string().refine(isPhone, 'must be phones such as 79001234567, separated by commas')))
    .default([]),
  allowedOrigins: z
    .string()
    .transform(listOf)
    .pipe(
      z.array(
        z
          .string()
          .transform(originOf)
          .pipe(z.string('must be origins such as https://chat.example.org, separated by commas')),
      ),
    )
    .default([]),
  // «true» would take whatever the first one in the row says of itself.
  trustProxy: z
    .string()
    .transform((text, check) => {
      const proxies = proxiesOf(text);
      if (proxies !== null) return proxies;
      check.addIssue({
        code: 'custom',
        message: `must be the number of proxies in front of the server (1 to ${MOST_PROXIES}), or their addresses such as 10.0.0.5, 10.1.0.0/16, separated by commas`,
      });
      return z.NEVER;
    })
    .default(false),
  tlsCert: z.string().min(1, 'must not be empty').optional(),
  tlsKey: z.string().min(1, 'must not be empty').optional(),
  metricsPort: wholeNumber(0, 65_535).optional(),
  metricsHost: z.string().min(1, 'must not be empty').default('127.0.0.1'),
  codeSender: z.enum(['console', 'http'], 'must be console or http').default('console'),
  codeSenderUrl: z.httpUrl('must be an http or https address').optional(),
  codeSenderToken: z.string().optional(),
  codesPerDay: wholeNumber(1, 1_000_000_000).default(productionLimits.codesPerDay),
  auditDays: wholeNumber(1, 36_500).default(365),
  editWindowMinutes: windowMinutes,
  deleteWindowMinutes: windowMinutes,
  filesDir: z.string().min(1, 'must not be empty').optional(),
  fileBytes: wholeNumber(1, 1024 ** 4).default(FILE_BYTES),
  filesS3Bucket: z.string().min(1, 'must not be empty').optional(),
  filesS3Endpoint: z.httpUrl('must be an http or https address').optional(),
  filesS3Region: z.string().min(1, 'must not be empty').optional(),
  tokenLifetimeMs: wholeNumber(1, LONGEST_TOKEN_MS).default(48 * HOUR_MS),
  pingIntervalMs: wholeNumber(1, HOUR_MS).default(25_000),
  pingTimeoutMs: wholeNumber(1, HOUR_MS).default(20_000),
  logLevel: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
      'must be fatal, error, warn, info, debug or silent',
    )
    .default('info'),
});

export type Settings = z.infer<typeof settingsSchema>;

/** What the command line asks for; `file` is where a backup goes or comes from. */
export type Command =
  | { name: 'help' }
  | { name: 'serve'; settings: Settings }
  | { name: 'backup' | 'restore'; file: string; settings: Settings };

type Environment = Record<string, string | undefined>;

/** Throws ConfigError with everything that is wrong, a sentence a line. */
export function readCommand(argv: string[], env: Environment): Command {
  const line = readCommandLine(argv);
  if (line.name === 'help') return { name: 'help' };
  const settings = settingsOf(line, env);
  return line.name === 'serve' ? { name: 'serve', settings } : { name: line.name, file: line.file, settings };
}

/** Command line over environment over defaults. Throws ConfigError as readCommand does. */
export function readSettings(argv: string[], env: Environment): Settings {
  return settingsOf(readCommandLine(argv), env);
}

function settingsOf(line: CommandLine, env: Environment): Settings {
  const fromEnv = Object.entries(OPTIONS).flatMap(([key, { variable }]) => {
    const value = env[variable];
    return value === undefined || value === '' ? [] : [[key, value] as const];
  });
  const given = { ...Object.fromEntries(fromEnv), ...line.values };
  const parsed = settingsSchema.safeParse(given);
  const faults = parsed.error?.issues.map((issue) => `${nameOf(issue.path[0])} ${issue.message}.`) ?? [];
  const problems = [...line.problems, ...faults, ...conflictsOf(line.name, given)];
  if (!parsed.success || problems.length > 0) throw new ConfigError([...new Set(problems)].join('\n'));
  return parsed.data;
}

/** What is right by itself and wrong together. Looks at what was given, so that it is told beside all other faults. */
function conflictsOf(command: CommandLine['name'], given: Partial<Record<keyof Settings, string>>): string[] {
  const isDemo = flag.safeParse(given.demo).data === true;
  const conflicts = isDemo && given.host !== undefined ? [demoHostFault(given.host)] : [];
  if (given.codeSender === 'http' && given.codeSenderUrl === undefined) {
    conflicts.push('CODE_SENDER=http needs the address of the sending service in CODE_SENDER_URL.');
  }
  if (given.redisUrl !== undefined && given.databaseUrl === undefined) {
    conflicts.push(
      'REDIS_URL joins several servers on one PostgreSQL: set DATABASE_URL as well, or leave it out.',
    );
  }
  if ((given.chat3ApiUrl === undefined) !== (given.chat3ApiKey === undefined)) {
    conflicts.push('CHAT3_API_URL and CHAT3_API_KEY belong together: give both or neither.');
  }
  if (given.rabbitmqUrl !== undefined && given.chat3ApiUrl === undefined) {
    conflicts.push('RABBITMQ_URL brings what Chat3 tells: set CHAT3_API_URL as well, or leave it out.');
  }
  conflicts.push(...conflictsOfFiles(given));
  if (command !== 'serve' && given.databaseUrl !== undefined) {
    conflicts.push(`With DATABASE_URL the data are PostgreSQL's: pg_dump and pg_restore do its ${command}.`);
  }
  if ((given.tlsCert === undefined) !== (given.tlsKey === undefined)) {
    conflicts.push('TLS_CERT and TLS_KEY belong together: give both or neither.');
  }
  const { port = '3001', metricsPort, host, metricsHost } = given;
  if (metricsPort !== undefined && Number(metricsPort) !== 0 && Number(metricsPort) === Number(port)) {
    if ((host ?? '127.0.0.1') === (metricsHost ?? '127.0.0.1')) {
      conflicts.push('METRICS_PORT must be another port than PORT.');
    }
  }
  return conflicts.filter((sentence) => sentence !== null);
}

function conflictsOfFiles(given: Partial<Record<keyof Settings, string>>): string[] {
  const { filesDir, filesS3Bucket, filesS3Endpoint, filesS3Region } = given;
  if (filesS3Bucket === undefined) {
    return (filesS3Endpoint ?? filesS3Region) === undefined
      ? []
      : ['FILES_S3_ENDPOINT and FILES_S3_REGION say where a bucket is: set FILES_S3_BUCKET as well.'];
  }
  return filesDir === undefined
    ? []
    : ['Files are in a folder or in a bucket: give FILES_DIR or FILES_S3_BUCKET, not both.'];
}

/** Null where a demo may listen. */
export function demoHostFault(host: string): string | null {
  if (isLoopback(host)) return null;
  return `Demo mode signs everybody in with the code 1234, so it listens on this computer only. Use --host 127.0.0.1 instead of ${host}, or leave out --demo.`;
}

function nameOf(key: PropertyKey | undefined): string {
  const found = Object.entries(OPTIONS).find(([setting]) => setting === key);
  return found?.[1].variable ?? String(key);
}

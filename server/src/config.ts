import { parseArgs } from 'node:util';
import { z } from 'zod';
import { isPhone } from '../../src/shared/phone.ts';

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
const milliseconds = z.coerce.number('must be a number').int('must be whole').min(1, 'must be at least 1');

const settingsSchema = z.object({
  demo: flag.default(false),
  demoWorld: z.enum(['ru', 'en', 'small'], 'must be ru, en or small').default('ru'),
  host: z.string().min(1, 'must not be empty').default('127.0.0.1'),
  port: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must be between 0 and 65535')
    .max(65_535, 'must be between 0 and 65535')
    .default(3001),
  dataDir: z.string().min(1, 'must not be empty').default('chat3-data'),
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
  trustProxy: flag.default(false),
  codeSender: z.enum(['console', 'http'], 'must be console or http').default('console'),
  codeSenderUrl: z.httpUrl('must be an http or https address').optional(),
  codeSenderToken: z.string().optional(),
  tokenLifetimeMs: milliseconds.default(48 * 3_600_000),
  pingIntervalMs: milliseconds.default(25_000),
  pingTimeoutMs: milliseconds.default(20_000),
  logLevel: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
      'must be fatal, error, warn, info, debug or silent',
    )
    .default('info'),
});

export type Settings = z.infer<typeof settingsSchema>;

const ENVIRONMENT: Record<keyof Settings, string> = {
  demo: 'DEMO',
  demoWorld: 'DEMO_WORLD',
  host: 'HOST',
  port: 'PORT',
  dataDir: 'DATA_DIR',
  registration: 'REGISTRATION',
  invitedPhones: 'INVITED_PHONES',
  allowedOrigins: 'ALLOWED_ORIGINS',
  trustProxy: 'TRUST_PROXY',
  codeSender: 'CODE_SENDER',
  codeSenderUrl: 'CODE_SENDER_URL',
  codeSenderToken: 'CODE_SENDER_TOKEN',
  tokenLifetimeMs: 'TOKEN_LIFETIME_MS',
  pingIntervalMs: 'PING_INTERVAL_MS',
  pingTimeoutMs: 'PING_TIMEOUT_MS',
  logLevel: 'LOG_LEVEL',
};

/** Command line over environment over defaults. Throws ConfigError. */
export function readSettings(argv: string[], env: Record<string, string | undefined>): Settings {
  const fromEnv = Object.fromEntries(
    Object.entries(ENVIRONMENT).flatMap(([key, name]) => {
      const value = env[name];
      return value === undefined || value === '' ? [] : [[key, value]];
    }),
  );
  const parsed = settingsSchema.safeParse({ ...fromEnv, ...readArguments(argv) });
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${nameOf(issue.path[0])} ${issue.message}.`);
    throw new ConfigError([...new Set(sentences)].join(' '));
  }
  if (parsed.data.codeSender === 'http' && parsed.data.codeSenderUrl === undefined) {
    throw new ConfigError('CODE_SENDER=http needs the address of the sending service in CODE_SENDER_URL.');
  }
  return parsed.data;
}

function nameOf(key: PropertyKey | undefined): string {
  const name = Object.entries(ENVIRONMENT).find(([setting]) => setting === key)?.[1];
  return name ?? String(key);
}

function readArguments(argv: string[]): Record<string, string> {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        demo: { type: 'boolean' },
        world: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string' },
        invite: { type: 'string' },
      },
    });
    return {
      ...(values.demo ? { demo: '1' } : {}),
      ...(values.world === undefined ? {} : { demoWorld: values.world }),
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(values.port === undefined ? {} : { port: values.port }),
      ...(values.data === undefined ? {} : { dataDir: values.data }),
      ...(values.invite === undefined ? {} : { invitedPhones: values.invite }),
    };
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  }
}

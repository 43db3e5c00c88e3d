import type { Settings } from './config.ts';

interface Option {
  /** Of the environment. */
  variable: string;
  /** Of the command line, without its dashes. */
  flag?: string;
  isSwitch?: boolean;
  help: string;
}

export const OPTIONS: Record<keyof Settings, Option> = {
  host: { variable: 'HOST', flag: 'host', help: 'the address to listen at (127.0.0.1)' },
  port: { variable: 'PORT', flag: 'port', help: 'the port; 0 takes a free one (3001)' },
  dataDir: {
    variable: 'DATA_DIR',
    flag: 'data',
    help: 'the folder of the database and the key (chat3-data)',
  },
  redisUrl: {
    variable: 'REDIS_URL',
    help: 'redis://…, where several servers on one PostgreSQL hear each other',
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    help: 'postgres://… to keep all of it in PostgreSQL instead',
  },
  chat3ApiUrl: {
    variable: 'CHAT3_API_URL',
    help: 'http://host:3002, where dialogs and messages are kept in Chat3 (docs/gateway.md)',
  },
  chat3ApiKey: { variable: 'CHAT3_API_KEY', help: 'its key' },
  rabbitmqUrl: { variable: 'RABBITMQ_URL', help: 'amqp://…, where Chat3 tells what happens' },
  registration: { variable: 'REGISTRATION', help: 'who may register: invited (default) or open' },
  invitedPhones: {
    variable: 'INVITED_PHONES',
    flag: 'invite',
    help: 'phones that may register, separated by commas',
  },
  demo: {
    variable: 'DEMO',
    flag: 'demo',
    isSwitch: true,
    help: 'demo people and the code 1234, on this computer only',
  },
  demoWorld: { variable: 'DEMO_WORLD', flag: 'world', help: 'what a demo holds: ru (default), en or small' },
  codeSender: { variable: 'CODE_SENDER', help: 'how codes are sent: console (default) or http' },
  codeSenderUrl: { variable: 'CODE_SENDER_URL', help: 'where http posts {phone, code, text}' },
  codeSenderToken: { variable: 'CODE_SENDER_TOKEN', help: 'its bearer token' },
  codesPerDay: { variable: 'CODES_PER_DAY', help: 'how many codes are sent at most (10000)' },
  auditDays: { variable: 'AUDIT_DAYS', help: 'how long the audit log is kept (365)' },
  editWindowMinutes: {
    variable: 'EDIT_WINDOW_MINUTES',
    help: 'how long the sender can edit a message; 0: never (2880)',
  },
  deleteWindowMinutes: {
    variable: 'DELETE_WINDOW_MINUTES',
    help: 'how long the sender can remove it; 0: never (2880)',
  },
  filesDir: { variable: 'FILES_DIR', help: 'the folder of files, if not «files» in that of the data' },
  fileBytes: { variable: 'FILE_BYTES', help: 'of the largest file that is taken (26214400)' },
  filesS3Bucket: {
    variable: 'FILES_S3_BUCKET',
    help: 'keeps files in this bucket instead, with the keys of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  },
  filesS3Endpoint: { variable: 'FILES_S3_ENDPOINT', help: 'where it is, if not at Amazon: https://…' },
  filesS3Region: { variable: 'FILES_S3_REGION', help: 'its region (us-east-1)' },
  allowedOrigins: { variable: 'ALLOWED_ORIGINS', help: 'pages that may use the server, separated by commas' },
  trustProxy: {
    variable: 'TRUST_PROXY',
    help: 'how many proxies stand in front, or their addresses, separated by commas (none)',
  },
  tlsCert: { variable: 'TLS_CERT', help: 'the file of the certificate, for HTTPS without a proxy' },
  tlsKey: { variable: 'TLS_KEY', help: 'the file of its key' },
  metricsPort: { variable: 'METRICS_PORT', help: 'the port of GET /metrics for Prometheus (none)' },
  metricsHost: { variable: 'METRICS_HOST', help: 'its address (127.0.0.1)' },
  tokenLifetimeMs: { variable: 'TOKEN_LIFETIME_MS', help: 'of a sign-in token (48 hours, at most 30 days)' },
  pingIntervalMs: { variable: 'PING_INTERVAL_MS', help: 'between two pings of a socket (25000)' },
  pingTimeoutMs: { variable: 'PING_TIMEOUT_MS', help: 'how long its answer is waited for (20000)' },
  logLevel: { variable: 'LOG_LEVEL', help: 'fatal, error, warn, info (default), debug or silent' },
};

export const COMMANDS = {
  backup: 'writes a copy of the database, also while the server runs',
  restore: 'puts such a copy in the place of the database; the old one stays beside it',
} as const;

/** What `--help` prints. `program`: how this server is started, here or where it was built for. */
export function usage(
  program = process.argv[1]?.endsWith('.ts') ? 'npm run server --' : 'node server.js',
): string {
  const rows = Object.values(OPTIONS).map(({ flag, isSwitch, variable, help }) => {
    const name = flag === undefined ? '' : `--${flag}${isSwitch ? '' : ' …'}`;
    return `  ${name.padEnd(12)}${variable.padEnd(23)}${help}`;
  });
  const commands = Object.entries(COMMANDS).map(
    ([name, help]) => `  ${program} ${name} FILE [--data …]   ${help}`,
  );
  const first = `  ${program} [options]   serves until it is told to stop`;
  const last = `  ${program} openapi   prints the REST interface as OpenAPI 3.1`;
  return [
    'Usage:',
    first,
    ...commands,
    last,
    '',
    'Options, and their names in the environment:',
    ...rows,
  ].join('\n');
}

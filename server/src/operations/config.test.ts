import { describe, expect, test } from 'vitest';
import { ConfigError, readCommand, readSettings } from './config.ts';
import { OPTIONS, usage } from './options.ts';

function complaints(argv: string[], env: Record<string, string> = {}): string[] {
  try {
    readCommand(argv, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  test('says everything that is wrong at once', () => {
    const env = {
      REGISTRATION: 'maybe',
      TRUST_PROXY: 'yes',
      CODE_SENDER: 'http',
      PING_TIMEOUT_MS: '-1',
      DATABASE_URL: 'mysql://a:hidden@b/c',
    };
    const argv = ['--port', '99999', '--nonsense', '--demo', '--host', '0.0.0.0', 'word', '--data'];
    expect(complaints(argv, env)).toEqual([
      'There is no option --nonsense; --help lists them.',
      '--data needs a value.',
      '«word» means nothing here; --help lists what does.',
      'PORT must be between 0 and 65535.',
      'DATABASE_URL must be an address such as postgres://user:password@host:5432/database.',
      'REGISTRATION must be invited or open.',
      expect.stringMatching(/^TRUST_PROXY must be the number of proxies/),
      'PING_TIMEOUT_MS must be between 1 and 3600000.',
      expect.stringContaining('listens on this computer only'),
      expect.stringContaining('CODE_SENDER_URL'),
    ]);
  });

  test.each([
    ['PORT', ' '],
    ['PORT', '1.5'],
    ['PORT', '-1'],
    ['EDIT_WINDOW_MINUTES', '-1'],
    ['DELETE_WINDOW_MINUTES', '52560001'],
    ['TOKEN_LIFETIME_MS', '0'],
    // A timer of more milliseconds than 31 bits fires at once.
    ['TOKEN_LIFETIME_MS', '2592000001'],
    ['PING_INTERVAL_MS', '99999999999'],
    ['PING_INTERVAL_MS', 'Infinity'],
    ['HOST', ''],
    ['DATA_DIR', ''],
  ])('%s=%j is out of range', (variable, value) => {
    const flag = Object.values(OPTIONS).find((option) => option.variable === variable)?.flag;
    const told =
      flag === undefined ? complaints([], { [variable]: value }) : complaints([`--${flag}=${value}`]);
    expect(told).toEqual([expect.stringMatching(`^${variable} must `)]);
  });

  test.each(['', 'postgres://', 'postgres://u:hidden@h', 'postgres://u:hid/den@h/d', 'http://h/d', 'u@h/d'])(
    'DATABASE_URL=%j names no database, and is not told back',
    (databaseUrl) => {
      const told = complaints([], { DATABASE_URL: databaseUrl });
      expect(told).toHaveLength(databaseUrl === '' ? 0 : 1);
      expect(told.join()).not.toContain('hid');
    },
  );

  test.each(['backup', 'restore'])('%s is PostgreSQL’s own affair where that has the data', (command) => {
    const DATABASE_URL = 'postgresql://u:hidden@h:5433/d';
    expect(readSettings([], { DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
    const told = complaints([command, 'file', '--port', 'x'], { DATABASE_URL });
    expect(told).toEqual(['PORT must be a number.', expect.stringContaining('pg_dump and pg_restore')]);
    expect(told.join()).not.toContain('hidden');
  });

  test.each([
    ['--demo=false'],
    ['--demo='],
    ['-x'],
    ['--port'],
    ['backup'],
    ['backup', 'a', 'b'],
    ['Backup', 'a'],
  ])('%s %s %s is refused', (...argv) => {
    expect(complaints(argv)).not.toEqual([]);
  });

  test.each([
    ['1', 1],
    [' 2 ', 2],
    ['0', false],
    ['false', false],
    ['10.0.0.5', ['10.0.0.5']],
    ['10.1.0.0/16, fd00::/8', ['10.1.0.0/16', 'fd00::/8']],
  ])('TRUST_PROXY=%j trusts %j (P7.23)', (text, trustProxy) => {
    expect(readSettings([], { TRUST_PROXY: text }).trustProxy).toEqual(trustProxy);
  });

  test.each([
    'true',
    'yes',
    '99',
    '-1',
    '1.5',
    'loopback',
    '10.0.0.0/33',
    '10.0.0.0/0',
    '*',
    `${'10.0.0.5,'.repeat(2)}x`,
  ])('TRUST_PROXY=%j is refused with a sentence (P7.23)', (text) => {
    expect(complaints([], { TRUST_PROXY: text })).toEqual([
      expect.stringMatching(/^TRUST_PROXY must be the number/),
    ]);
  });

  test.each([
    [{ TLS_CERT: 'a.pem' }, 'TLS_CERT and TLS_KEY belong together: give both or neither.'],
    [{ TLS_KEY: 'a.pem' }, 'TLS_CERT and TLS_KEY belong together: give both or neither.'],
    [{ METRICS_PORT: '3001' }, 'METRICS_PORT must be another port than PORT.'],
    [{ METRICS_PORT: '99999' }, 'METRICS_PORT must be between 0 and 65535.'],
    [
      { CHAT3_API_URL: 'http://h:3002' },
      'CHAT3_API_URL and CHAT3_API_KEY belong together: give both or neither.',
    ],
    [{ CHAT3_API_URL: 'ftp://h', CHAT3_API_KEY: 'k' }, 'CHAT3_API_URL must be an http or https address.'],
    [
      { RABBITMQ_URL: 'amqp://h' },
      'RABBITMQ_URL brings what Chat3 tells: set CHAT3_API_URL as well, or leave it out.',
    ],
    [
      { RABBITMQ_URL: 'http://u:hidden@h', CHAT3_API_URL: 'http://h', CHAT3_API_KEY: 'k' },
      'RABBITMQ_URL must be an address such as amqp://user:password@host:5672.',
    ],
  ])('%j is refused', (env, sentence) => {
    expect(complaints([], env)).toEqual([sentence]);
  });

  test('takes the command line before the environment', () => {
    const settings = readSettings(['--port', '1', '--data=x'], { PORT: '2', HOST: 'h', DEMO: '' });
    expect(settings).toMatchObject({ port: 1, host: 'h', dataDir: 'x', demo: false });
  });

  test('an own message can be changed for two days unless it is said otherwise; 0 is never (P7.13)', () => {
    const windows = (edit: string, remove: string) => {
      const settings = readSettings([], { EDIT_WINDOW_MINUTES: edit, DELETE_WINDOW_MINUTES: remove });
      return [settings.editWindowMinutes, settings.deleteWindowMinutes];
    };
    expect(windows('', '')).toEqual([2_880, 2_880]);
    expect(windows('0', '52560000')).toEqual([0, 52_560_000]);
  });

  test('help names every option, whatever else is asked', () => {
    expect(readCommand(['--nonsense', '--help'], { PORT: 'x' })).toEqual({ name: 'help' });
    expect(readCommand(['-h'], {})).toEqual({ name: 'help' });
    for (const { variable } of Object.values(OPTIONS)) expect(usage()).toContain(variable);
  });
});

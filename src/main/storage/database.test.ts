import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Bind,
  type Database,
  DatabaseError,
  deleteDatabase,
  isSound,
  migrate,
  openDatabase,
  quarantineDatabase,
} from './database.ts';

const door = fileURLToPath(new URL('./database.ts', import.meta.url));
let directory: string;
let file: string;
let database: Database;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chat3-database-'));
  file = join(directory, 'nested', 'test.db');
  database = openDatabase({ file });
  database.exec('CREATE TABLE item (id INTEGER PRIMARY KEY, value)');
});

afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

function failureOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof DatabaseError) return error.reason;
    throw error;
  }
  return 'none';
}

describe('binds', () => {
  const hostile: [string, unknown][] = [
    ['true', true],
    ['false', false],
    ['an object', {}],
    ['a date', new Date()],
    ['an array', [1]],
    ['undefined', undefined],
    ['a symbol', Symbol('x')],
    ['a function', () => 1],
    ['NaN', Number.NaN],
    ['a bigint beyond 64 bits', 2n ** 63n],
    ['a boxed string', new String('x')],
    ['a boxed boolean', new Boolean(true)],
    ['an array buffer', new ArrayBuffer(2)],
    ['a float array', new Float64Array(1)],
    ['a data view', new DataView(new ArrayBuffer(2))],
    ['a map', new Map()],
    ['a proxy', new Proxy({}, {})],
    ['an object without prototype', Object.create(null)],
  ];

  for (const [name, value] of hostile) {
    it(`refuses ${name} with a typed error and lives on`, () => {
      const binds = [value] as Bind[];
      expect(failureOf(() => database.run('INSERT INTO item (value) VALUES (?)', binds))).toBe('bindRefused');
      expect(failureOf(() => database.get('SELECT ? AS x', binds))).toBe('bindRefused');
      expect(failureOf(() => database.all('SELECT ? AS x', binds))).toBe('bindRefused');
      if (!Array.isArray(value) && value !== undefined) {
        expect(failureOf(() => database.get('SELECT ? AS x', value as Bind[]))).toBe('bindRefused');
      }
      expect(database.all('SELECT * FROM item')).toEqual([]);
    });
  }

  it('refuses the holes of a sparse array', () => {
    expect(failureOf(() => database.get('SELECT ? AS x', new Array(1) as Bind[]))).toBe('bindRefused');
  });

  it('refuses too few and too many, which libsql would fill from the call before', () => {
    database.get('SELECT ? AS x, ? AS y', [1, 2]);
    expect(failureOf(() => database.get('SELECT ? AS x, ? AS y', [1]))).toBe('bindRefused');
    expect(failureOf(() => database.get('SELECT ? AS x, ? AS y', [1, 2, 3]))).toBe('bindRefused');
    expect(database.get(`SELECT ?1 AS x, ?1 AS y, ?2 AS z, '?' AS w -- ?`, [1, 2])).toEqual({
      x: 1,
      y: 1,
      z: 2,
      w: '?',
    });
  });

  it('keeps what it allows', () => {
    const bytes = new Uint8Array([0, 1, 255]).subarray(1);
    const row = database.get('SELECT ? AS text, ? AS whole, ? AS part, ? AS big, ? AS empty, ? AS bytes', [
      'Ёлка 👩‍👩‍👧',
      1_795_438_063_057,
      1.5,
      5n,
      null,
      bytes,
    ]);
    expect(row).toMatchObject({
      text: 'Ёлка 👩‍👩‍👧',
      whole: 1_795_438_063_057,
      part: 1.5,
      big: 5,
      empty: null,
    });
    expect(new Uint8Array((row as { bytes: Uint8Array }).bytes)).toEqual(new Uint8Array([1, 255]));
    expect(database.get('SELECT typeof(?) AS x', [7])).toEqual({ x: 'integer' });
  });

  it('replaces NUL and lone surrogates, which could not be read back', () => {
    expect(database.get('SELECT ? AS x', ['a\0b'])).toEqual({ x: 'a\uFFFDb' });
    expect(database.get('SELECT ? AS x', ['a\uD800b'])).toEqual({ x: 'a\uFFFDb' });
  });
});

describe('rows', () => {
  it('are plain and without metadata', () => {
    expect(database.get('SELECT 1 AS one')).toEqual({ one: 1 });
    expect(database.all('SELECT 1 AS one UNION SELECT 2')).toEqual([{ one: 1 }, { one: 2 }]);
    expect(database.get('SELECT 1 WHERE 0')).toBeUndefined();
    for (const row of [database.get("SELECT x'01ff' AS x"), ...database.all("SELECT x'01ff' AS x")]) {
      expect(row).toEqual({ x: expect.any(Uint8Array) });
      expect([...(row as { x: Uint8Array }).x]).toEqual([1, 255]);
    }
  });

  it('with text that is no UTF-8 are refused, where libsql would end the process', () => {
    database.exec(`INSERT INTO item (value) VALUES (CAST(x'41ff' AS TEXT)), ('whole')`);
    expect(failureOf(() => database.get('SELECT value FROM item WHERE id = 1'))).toBe('corrupt');
    expect(failureOf(() => database.all('WITH x AS (SELECT * FROM item) SELECT * FROM x;'))).toBe('corrupt');
    expect(database.get('SELECT value FROM item WHERE id = 2')).toEqual({ value: 'whole' });
  });

  it('survive a change of the schema', () => {
    database.run('INSERT INTO item (value) VALUES (?)', ['a']);
    database.all('SELECT * FROM item');
    database.exec('ALTER TABLE item ADD COLUMN more');
    expect(database.all('SELECT * FROM item')).toEqual([{ id: 1, value: 'a', more: null }]);
  });
});

describe('errors', () => {
  it('are typed', () => {
    database.run('INSERT INTO item (id) VALUES (1)');
    expect(failureOf(() => database.run('INSERT INTO item (id) VALUES (1)'))).toBe('constraint');
    expect(failureOf(() => database.exec('nonsense'))).toBe('failed');
    writeFileSync(join(directory, 'junk.db'), 'not a database '.repeat(500));
    expect(failureOf(() => openDatabase({ file: join(directory, 'junk.db') }))).toBe('corrupt');
    writeFileSync(join(directory, 'plain'), '');
    expect(failureOf(() => openDatabase({ file: join(directory, 'plain', 'x.db') }))).toBe('failed');
  });

  it('answers after closing with an error, where libsql would end the process', () => {
    database.close();
    database.close();
    expect(database.open).toBe(false);
    for (const use of [
      () => database.get('SELECT 1'),
      () => database.exec('SELECT 1'),
      () => database.transaction(() => 1),
    ]) {
      expect(failureOf(use)).toBe('closed');
    }
  });
});

describe('transactions', () => {
  const insert = (value: string) => database.run('INSERT INTO item (value) VALUES (?)', [value]);
  const values = () => database.all<{ value: string }>('SELECT value FROM item').map((row) => row.value);

  it('keep all or nothing', () => {
    expect(database.transaction(() => insert('a').changes)).toBe(1);
    expect(() =>
      database.transaction(() => {
        insert('b');
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(values()).toEqual(['a']);
  });

  it('nest as savepoints', () => {
    database.transaction(() => {
      insert('a');
      expect(() =>
        database.transaction(() => {
          insert('b');
          database.transaction(() => insert('c'));
          throw new Error('stop');
        }),
      ).toThrow('stop');
      insert('d');
    });
    expect(values()).toEqual(['a', 'd']);
  });

  it('refuse work that waits', () => {
    expect(failureOf(() => database.transaction(async () => insert('a')))).toBe('failed');
    expect(values()).toEqual([]);
    insert('b');
    expect(values()).toEqual(['b']);
  });

  it('survive kill -9: what was committed is there, what was not is gone (S15.1)', async () => {
    const target = join(directory, 'killed.db');
    const program = `
      import { openDatabase } from ${JSON.stringify(door)};
      const database = openDatabase({ file: ${JSON.stringify(target)} });
      database.exec('CREATE TABLE pair (a INTEGER, b INTEGER)');
      for (let n = 1; ; n += 1) {
        database.transaction(() => {
          database.run('INSERT INTO pair VALUES (?, 0)', [n]);
          database.run('UPDATE pair SET b = ? WHERE a = ?', [n, n]);
        });
        process.stdout.write(n + '\\n');
      }`;
    const script = join(directory, 'program.mts');
    writeFileSync(script, program);
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    });
    let reported = 0;
    await new Promise<void>((done) => {
      child.stdout.on('data', (data: Buffer) => {
        reported = Number(data.toString().trimEnd().split('\n').at(-1));
        if (reported > 50) child.kill('SIGKILL');
      });
      child.on('exit', () => done());
    });
    const again = openDatabase({ file: target });
    expect(isSound(again)).toBe(true);
    expect(again.get('SELECT count(*) AS torn FROM pair WHERE a <> b')).toEqual({ torn: 0 });
    expect(again.get<{ last: number }>('SELECT max(a) AS last FROM pair')?.last).toBeGreaterThanOrEqual(
      reported,
    );
    again.close();
  }, 30_000);
});

describe('migrations', () => {
  it('apply once each, and a failing one not at all', () => {
    const first = 'CREATE TABLE a (x); INSERT INTO a VALUES (1)';
    migrate(database, [first]);
    expect(() => migrate(database, [first, 'CREATE TABLE b (x); nonsense'])).toThrow(DatabaseError);
    expect(database.get('PRAGMA user_version')).toEqual({ user_version: 1 });
    expect(database.all(`SELECT name FROM sqlite_master WHERE name = 'b'`)).toEqual([]);
    migrate(database, [first, 'INSERT INTO a VALUES (2)']);
    migrate(database, [first, 'INSERT INTO a VALUES (2)']);
    expect(database.get('SELECT count(*) AS n FROM a')).toEqual({ n: 2 });
    expect(failureOf(() => migrate(database, [first]))).toBe('newerSchema');
  });
});

describe('files', () => {
  it('belong to this user alone, whatever the umask', () => {
    database.run('INSERT INTO item (value) VALUES (1)');
    const folder = join(directory, 'nested');
    const names = readdirSync(folder);
    expect(names).toContain('test.db-wal');
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('hold no plain text when keyed, in the WAL neither', () => {
    const secret = 'секретный secretplain текст';
    const target = join(directory, 'keyed.db');
    const keyed = openDatabase({ file: target, key: 'k'.repeat(64) });
    keyed.exec('CREATE TABLE secretplain (value TEXT)');
    for (let n = 0; n < 50; n += 1) keyed.run('INSERT INTO secretplain VALUES (?)', [secret + n]);
    for (const suffix of ['', '-wal', '-shm']) {
      const bytes = readFileSync(target + suffix);
      expect(bytes.length).toBeGreaterThan(0);
      for (const sample of ['secretplain', 'секретный', 'SQLite format'])
        expect(bytes.includes(sample)).toBe(false);
    }
    keyed.close();
    expect(readFileSync(target).includes('secretplain')).toBe(false);
    for (const key of ['wrong', null]) {
      expect(failureOf(() => openDatabase({ file: target, key }))).toBe('corrupt');
    }
    const again = openDatabase({ file: target, key: 'k'.repeat(64) });
    expect(again.get('SELECT count(*) AS n FROM secretplain')).toEqual({ n: 50 });
    again.close();
  });

  it('are put aside or deleted whole', () => {
    database.run('INSERT INTO item (value) VALUES (1)');
    database.close();
    const aside = quarantineDatabase(file, 7);
    expect(aside).toBe(`${file}.broken-7`);
    expect(readdirSync(join(directory, 'nested'))).toContain('test.db.broken-7');
    const fresh = openDatabase({ file });
    expect(fresh.all(`SELECT name FROM sqlite_master`)).toEqual([]);
    fresh.close();
    deleteDatabase(file);
    deleteDatabase(aside);
    expect(readdirSync(join(directory, 'nested'))).toEqual([]);
  });

  it('really ends the process without the door (the reason for it)', () => {
    const program = `new (require('libsql'))(':memory:').prepare('SELECT ?').get(true)`;
    expect(() =>
      execFileSync(process.execPath, ['-e', program], {
        cwd: fileURLToPath(new URL('../../..', import.meta.url)),
        stdio: 'pipe',
      }),
    ).toThrow(/panicked|Command failed/);
  });
});

import Libsql from 'libsql';

/** Writes the database as it is at this moment into `copy`, an empty file or none, whoever else is using it. Throws. */
export function copyDatabase(file: string, copy: string): void {
  using(file, (database) => database.prepare('VACUUM INTO ?').run([copy]));
}

/** Brings what was written last from beside the database into it. Throws where it is damaged. */
export function mergeLog(file: string): void {
  using(file, (database) => database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all());
}

/** Names of the steps of the schema that the database has taken. Throws when it is damaged or another kind of file. */
export function stepsOf(file: string): string[] {
  return using(file, (database) => {
    const health = database.prepare('PRAGMA integrity_check(1)').pluck().all();
    if (health[0] !== 'ok') throw new Error(`damaged: ${String(health[0])}`);
    return database.prepare('SELECT name FROM kysely_migration ORDER BY name').pluck().all().map(String);
  });
}

function using<T>(file: string, work: (database: Libsql.Database) => T): T {
  const database = new Libsql(file);
  try {
    database.exec('PRAGMA busy_timeout = 5000;');
    return work(database);
  } finally {
    database.close();
  }
}

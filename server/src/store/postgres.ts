import { type Dialect, PostgresDialect, type PostgresPoolClient, type PostgresQueryResult } from 'kysely';
import { DatabaseError, Pool, type PoolClient, types } from 'pg';
import { PreparedStatements } from './preparedStatements.ts';
import { ConnectionError, isOfStalePlan } from './trouble.ts';

const MOST_CONNECTIONS = 16;
const CONNECT_PATIENCE_MS = 5_000;
/** How long a write waits for the lock of another one: as long as on SQLite. */
const LOCK_PATIENCE_MS = 5_000;
const STATEMENT_MS = 15_000;
/** By the client's own clock: a machine that is gone says nothing. */
const SILENCE_MS = 20_000;

const INT8 = types.builtins.INT8;

export const isPostgres = (place: string): boolean => /^postgres(ql)?:\/\//.test(place);

/** PostgreSQL through a pool, which finds its way back by itself. `patient`: one connection that waits as long as it takes. */
export function postgresDialect(url: string, { patient = false } = {}): Dialect {
  const bounds = {
    max: MOST_CONNECTIONS,
    lock_timeout: LOCK_PATIENCE_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    query_timeout: SILENCE_MS,
  };
  const pool = new Pool({
    connectionString: url,
    application_name: 'chat3',
    connectionTimeoutMillis: CONNECT_PATIENCE_MS,
    keepAlive: true,
    types: { getTypeParser: parserOf },
    ...(patient ? { max: 1 } : bounds),
  });
  const statements = new PreparedStatements();
  // Connections end at any time, with nobody waiting for their word: whoever asks next is told, or gets a new one.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return new PostgresDialect({
    pool: {
      options: pool.options,
      connect: async () => guarded(await pool.connect().catch(lost), statements),
      end: () => pool.end(),
    },
  });
}

const ignore = () => undefined;

/** int8 comes as text for those who count beyond 2^53. */
const parserOf: typeof types.getTypeParser = (type: number, format?: unknown) =>
  type === INT8 && format !== 'binary' ? Number : types.getTypeParser(type, format as 'text');

function guarded(client: PoolClient, statements: PreparedStatements): PostgresPoolClient {
  let isLost = false;

  async function ask(text: string, values: unknown[]): Promise<unknown> {
    try {
      // What has no values may be several statements, which cannot be prepared.
      const name = values.length > 0 ? statements.nameOf(text) : undefined;
      return await client.query({ name, text, values });
    } catch (error) {
      if (!isOfStalePlan(error)) throw error;
      statements.forget();
      // A transaction is over with its first error, and is run again by whoever began it.
      return client.query({ text, values }).catch((second: unknown) => {
        throw second instanceof DatabaseError ? error : second;
      });
    }
  }

  return {
    // Kysely asks for the result's rows in the shape of its schema, which nobody can check here.
    query: async <R>(sql: unknown, parameters: readonly unknown[]) => {
      // What is said to a connection that is lost, a rollback say, would wait behind what was said before.
      if (isLost) return lost(new Error('the connection is lost'));
      try {
        return (await ask(String(sql), parameters.map(storable))) as PostgresQueryResult<R>;
      } catch (error) {
        if (error instanceof DatabaseError) throw withoutData(error);
        isLost = true;
        return lost(error);
      }
    },
    release: () => client.release(isLost),
  } as PostgresPoolClient;
}

/** Its texts have no NUL, so none that is looked for may have one. */
const storable = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value);

/** The details of an error are the rows that it is about, and errors are logged. */
function withoutData(error: DatabaseError): DatabaseError {
  error.detail = undefined;
  error.where = undefined;
  return error;
}

function lost(error: unknown): never {
  throw new ConnectionError(sentenceOf(error), { cause: error });
}

/** Of a name with several addresses the failures come together, without a message of their own. */
function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(sentenceOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

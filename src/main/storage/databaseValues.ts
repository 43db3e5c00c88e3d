/** What goes into libsql and comes out of it, made harmless. */
import type Libsql from 'libsql';
import { DatabaseError } from './databaseError.ts';

export type Bind = string | number | bigint | null | Uint8Array;

export function checkBinds(binds: readonly unknown[]): Bind[] {
  if (!Array.isArray(binds)) throw new DatabaseError('bindRefused', 'Binds must be an array');
  // Array.from also visits the holes of a sparse array.
  return Array.from(binds, checkBind);
}

function checkBind(value: unknown, index: number): Bind {
  if (value === null) return null;
  // Reading text back ends at the first NUL, so it would be cut without a word.
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  // A number is bound as REAL, which changes the result of expressions; a bigint is bound as INTEGER.
  if (typeof value === 'number' && !Number.isNaN(value)) {
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return value;
  if (value instanceof Uint8Array) return value;
  throw new DatabaseError('bindRefused', `Bind ${index} of type ${typeof value} is refused`);
}

/** How many binds a statement takes; names are not supported. */
export function countBinds(sql: string): number {
  const bare = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
  const places = bare.match(/\?\d*/g) ?? [];
  return places.reduce(
    (count, place) => (place === '?' ? count + 1 : Math.max(count, Number(place.slice(1)))),
    0,
  );
}

export const isQuery = (sql: string) => /^\s*(SELECT|WITH|VALUES)\b/i.test(sql);

/**
 * The same query with text as bytes and bytes as hexadecimal text, so that no text is decoded by the native part.
 * Materialised: the rows keep their order, and no expression is evaluated twice.
 */
export function shielded(sql: string, statement: Libsql.Statement): string {
  const names = statement.columns().map((column) => column.name);
  const columns = names.map((name, index) => {
    const place = `c${index}`;
    const value = `CASE typeof(${place}) WHEN 'text' THEN CAST(${place} AS BLOB) WHEN 'blob' THEN hex(${place}) ELSE ${place} END`;
    return `${value} AS "${name.replaceAll('"', '""')}"`;
  });
  const places = names.map((_name, index) => `c${index}`);
  return `WITH shielded(${places.join()}) AS MATERIALIZED (${sql.replace(/;\s*$/, '')}\n) SELECT ${columns.join()} FROM shielded`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function readRow<Shape>(row: unknown, isShielded: boolean): Shape {
  const { _metadata, ...columns } = row as Record<string, unknown>;
  for (const name in columns) {
    const value = columns[name];
    // `all` answers bytes as ArrayBuffer, `get` as Buffer.
    const bytes = value instanceof ArrayBuffer || value instanceof Uint8Array ? value : null;
    if (isShielded && bytes) columns[name] = decode(bytes);
    else if (isShielded && typeof value === 'string') columns[name] = Buffer.from(value, 'hex');
    else if (bytes) columns[name] = new Uint8Array(bytes);
  }
  return columns as Shape;
}

function decode(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new DatabaseError('corrupt', 'Stored text is no UTF-8', error);
  }
}

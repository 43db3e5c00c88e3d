import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { internationalDigits } from '../../../src/shared/phone.ts';
import { AdminError } from './adminError.ts';

export interface ListedPerson {
  line: number;
  phone: string;
  name: string;
  /** Empty where the server is to make one. */
  userId: string;
}

/**
 * A phone, a name and, where it has to stay what it is elsewhere, a user id (`usr_…`) a line, separated by commas or semicolons, in UTF-8 or as Excel writes it in Russian (windows-1251); a first
 * line without a phone is a heading. Throws AdminError.
 */
export function readPeople(file: string): ListedPerson[] {
  const rows = rowsOf(textOf(file));
  const [first] = rows;
  const hasHeading = first !== undefined && internationalDigits(first.record[0] ?? '') === '';
  return (hasHeading ? rows.slice(1) : rows).map(
    ({ record: [phone = '', name = '', third = ''], info: { lines } }) => ({
      line: lines,
      phone,
      name,
      // Lists of people have all kinds of columns there.
      userId: third.startsWith('usr_') ? third : '',
    }),
  );
}

interface Row {
  record: string[];
  info: { lines: number };
}

function rowsOf(text: string): Row[] {
  try {
    return parse(text, {
      delimiter: [',', ';'],
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Row[];
  } catch (error) {
    if (error instanceof CsvError) throw new AdminError(`The list cannot be read: ${error.message}.`);
    throw error;
  }
}

function textOf(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new AdminError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes);
  }
}

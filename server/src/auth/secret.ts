import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { conflict } from '../contract/errors.ts';

const BYTES = 32;

interface FormerKey {
  key: Uint8Array;
  /** Until when what it signed is accepted, milliseconds since 1970. */
  until: number;
}

/** The keys that sign tokens and hash codes: one that signs, and former ones that still verify. */
export class SigningKeys {
  #current: Uint8Array;
  #former: FormerKey[];
  readonly #keep: (current: Uint8Array, former: FormerKey[]) => void;

  constructor(
    current: Uint8Array,
    former: FormerKey[] = [],
    keep: (current: Uint8Array, former: FormerKey[]) => void = () => undefined,
  ) {
    this.#current = current;
    this.#former = former;
    this.#keep = keep;
  }

  get current(): Uint8Array {
    return this.#current;
  }

  /** As it is stored: a line each, the newest first, the former ones with the time they end. */
  text(): string {
    return textOf(this.#current, this.#former);
  }

  /** Every key that may have signed what is shown at `now`, the newest first. */
  accepted(now: number): Uint8Array[] {
    return [this.#current, ...this.#former.filter(({ until }) => until > now).map(({ key }) => key)];
  }

  /** The keyed hash of a text: hexadecimal, by each accepted key. */
  hashes(text: string, now: number): [newest: string, ...former: string[]] {
    const hash = (key: Uint8Array) => createHmac('sha256', key).update(text).digest('hex');
    const [, ...former] = this.accepted(now);
    return [hash(this.#current), ...former.map(hash)];
  }

  /** Signs with a new key from now on; the one of before verifies until `until`. Throws where the new one cannot be stored. */
  rotate(now: number, until: number): void {
    const former = [{ key: this.#current, until }, ...this.#former.filter((known) => known.until > now)];
    const next = randomBytes(BYTES);
    this.#keep(next, former);
    this.#current = next;
    this.#former = former;
  }
}

/** The keys of the data directory, made once and kept for its owner alone, so that a restart signs nobody out. */
export function loadKeys(dataDir: string): SigningKeys {
  const file = join(dataDir, 'secret.key');
  const keep = (current: Uint8Array, former: FormerKey[]) => writeKeys(file, current, former);
  if (!existsSync(file)) keep(randomBytes(BYTES), []);
  chmodSync(file, 0o600);
  try {
    return keysOf(readFileSync(file, 'utf8'), keep);
  } catch {
    throw new Error(`${file} is damaged. Delete it to make a new one; everyone will have to sign in again.`);
  }
}

/** Keys as `text()` wrote them. Throws where they are damaged. Without `keep` they cannot be changed. */
export function keysOf(
  text: string,
  keep: (current: Uint8Array, former: FormerKey[]) => void = refuseToChange,
): SigningKeys {
  const [first = '', ...rest] = text.trim().split('\n');
  const former = rest.map((line) => {
    const [key = '', until = ''] = line.split(' ');
    return { key: keyOf(key), until: Number(until) };
  });
  return new SigningKeys(keyOf(first), former, keep);
}

function refuseToChange(): never {
  throw conflict('The key of servers on PostgreSQL cannot be changed while they run');
}

function keyOf(text: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'hex');
  if (key.length !== BYTES) throw new Error('the signing key is damaged');
  return key;
}

/** Through a rename: a crash half-way must not leave a short key behind. */
function writeKeys(file: string, current: Uint8Array, former: FormerKey[]): void {
  writeFileSync(`${file}.new`, `${textOf(current, former)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

function textOf(current: Uint8Array, former: FormerKey[]): string {
  return [hex(current), ...former.map(({ key, until }) => `${hex(key)} ${until}`)].join('\n');
}

const hex = (key: Uint8Array) => Buffer.from(key).toString('hex');

export const temporaryKeys = () => new SigningKeys(randomBytes(BYTES));

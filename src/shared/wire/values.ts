import { withoutBidiControls } from '../bidi.ts';
import type { Timestamp } from '../domain.ts';
import type { RemoteDialogReference } from '../remote.ts';

const latestTime = 8_640_000_000_000_000;
const isoTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
/** What careless code makes of a missing id; taken at its word it would make strangers equal. */
const missingIds = new Set(['undefined', 'null', 'NaN', '[object Object]']);
const metaDepth = 16;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A non-empty id of any length; null for anything else. */
export function toIdentifier(value: unknown): string | null {
  if (typeof value !== 'string' || value.trim() === '' || missingIds.has(value)) return null;
  // Repairing lone surrogates could make two ids one.
  return value.isWellFormed() ? value : null;
}

/** Well-formed text. Numbers count as text: an untyped database returns a phone as one. */
export function toText(value: unknown): string | null {
  if (typeof value === 'string') return value.toWellFormed();
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** A name on one line that turns nothing around where it is shown. */
export function toName(value: unknown): string | null {
  const text = toText(value);
  return text === null ? null : withoutBidiControls(text).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** Whole milliseconds out of ISO-8601, a number of milliseconds, or a string of milliseconds with or without a fraction. */
export function toTime(value: unknown): Timestamp | null {
  const time = typeof value === 'string' ? timeOfText(value.trim()) : value;
  if (typeof time !== 'number' || !(time >= 0 && time <= latestTime)) return null;
  return Math.floor(time);
}

function timeOfText(text: string): number {
  // Digits first: parseFloat of an ISO string gives the year. The fraction is cut off as text, since Number() may round it up.
  const digits = /^(\d+)(?:\.\d*)?$/.exec(text)?.[1];
  if (digits !== undefined) return Number(digits);
  const iso = isoTime.exec(text);
  if (!iso) return Number.NaN;
  // Without a zone Date.parse takes the reader's own; servers mean UTC.
  const normal = text.replace(' ', 'T').replace(',', '.');
  return Date.parse(iso[1] === undefined && normal.includes('T') ? `${normal}Z` : normal);
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*[+-]?\d+(\.\d*)?\s*$/.test(value) ? Number(value) : Number.NaN;
}

/** A whole number ≥ 0, out of a number or a string of digits; negative ones count as 0, infinite ones as unknown. */
export function toCount(value: unknown): number | null {
  const number = toNumber(value);
  if (!Number.isFinite(number)) return null;
  return Math.min(Math.max(0, Math.floor(number)), Number.MAX_SAFE_INTEGER);
}

/** A seq or rev. Never repaired: a wrong one would mean a gap that no fetch can fill. */
export function toSequence(value: unknown): number | null {
  const number = toNumber(value);
  return Number.isSafeInteger(number) && number >= 0 ? Math.abs(number) : null;
}

/** `value` where it is one of `options`, else null. */
export function toOneOf<Option extends string>(options: readonly Option[], value: unknown): Option | null {
  return options.find((option) => option === value) ?? null;
}

/** The three kinds of `dialogId`: `dlg_…`, 24 hex digits, or an object that carries either under `dialogId`, `id` or `_id`. */
export function toDialogReference(value: unknown): RemoteDialogReference {
  const names = isRecord(value) ? Object.values(pick(value, ['dialogId', 'id', '_id'])) : [value];
  const reference: RemoteDialogReference = { dialogId: null, databaseId: null };
  for (const name of names) {
    const id = toIdentifier(name);
    if (id === null) continue;
    if (/^[0-9a-f]{24}$/i.test(id)) reference.databaseId ??= id;
    else reference.dialogId ??= id;
  }
  return reference;
}

/** The named fields, own ones only. */
export function pick<Key extends string>(
  value: unknown,
  keys: readonly Key[],
): Partial<Record<Key, unknown>> {
  const picked: Partial<Record<Key, unknown>> = {};
  if (!isRecord(value)) return picked;
  for (const key of keys) if (Object.hasOwn(value, key)) picked[key] = value[key];
  return picked;
}

/** Emoji → count, without those at 0; null where it is not told. Has no prototype, so that every key may be looked up. */
export function toReactionCounts(value: unknown): Record<string, number> | null {
  if (!isRecord(value)) return null;
  const counts: Record<string, number> = Object.create(null);
  for (const [key, raw] of Object.entries(value)) {
    const count = toCount(raw) ?? 0;
    if (count > 0 && isSafeKey(key)) counts[key.toWellFormed()] = count;
  }
  return counts;
}

/** Meta as plain JSON of bounded depth; a value may stand as `v` or as `{value: v}`. */
export function toMeta(value: unknown): Record<string, unknown> {
  const meta: Record<string, unknown> = {};
  if (!isRecord(value)) return meta;
  for (const [key, raw] of Object.entries(value)) {
    const clean = toJson(isWrapped(raw) ? raw.value : raw, metaDepth);
    if (clean !== undefined && isSafeKey(key)) meta[key.toWellFormed()] = clean;
  }
  return meta;
}

function isWrapped(value: unknown): value is { value: unknown } {
  return isRecord(value) && Object.hasOwn(value, 'value') && Object.keys(value).length === 1;
}

/** Undefined for what JSON cannot hold, such as the binary parts of Socket.IO, and for what is nested too deep to be stored. */
function toJson(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object' || depth === 0) return undefined;
  if (Array.isArray(value)) return value.map((item) => toJson(item, depth - 1) ?? null);
  if (!isPlain(value)) return undefined;
  const clean: Record<string, unknown> = {};
  for (const [key, raw] of Object.entries(value)) {
    const inner = toJson(raw, depth - 1);
    if (inner !== undefined && isSafeKey(key)) clean[key.toWellFormed()] = inner;
  }
  return clean;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** `__proto__`, `constructor`, `toString` and their like would change how an object behaves. */
function isSafeKey(key: string): boolean {
  return !(key in Object.prototype);
}

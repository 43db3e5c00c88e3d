/** Which parts of a text are links: the same in messages, previews, search hits and notifications. */
import { tokenize } from 'linkifyjs';
import { isWebLink } from './webLink.ts';

export interface LinkRange {
  start: number;
  end: number;
  /** Opens as it is; null: written like an address, but nothing that may be opened. */
  href: string | null;
}

/** Ends an address wherever it stands: spaces, quotes of every kind, backslashes, controls. */
const rest = String.raw`[^\s<>"«»“”„‟‹›\x60\\\p{Cc}]`;
const address = new RegExp(
  [
    String.raw`(?<![a-z0-9])https?:\/\/${rest}+`,
    // «a.b@c», «/a.b» and «x:a.b» are parts of something else.
    String.raw`(?<![\p{L}\p{N}\p{M}_@./\\$%&#~+-]|[a-z0-9]:)(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.)+[\p{L}\p{N}-]{2,63}(?::\d{1,5})?(?:[/?#]${rest}*)?`,
  ].join('|'),
  'giu',
);
const scheme = /^https?:\/\//i;

/** Endings that people mean as addresses also where no path follows. */
const usualEndings = new Set('ru рф su бел рус by kz com org net io dev app pro info edu gov'.split(' '));
/** Under these also with a capital, as telephones begin a sentence. */
const plainEndings = new Set(['ru', 'рф', 'com', 'org']);
/** Domains that are better known as kinds of files. */
const fileEndings = new Set('cc md ml mov pl pm ps py rs sh so tf zip'.split(' '));
const packageStarts = new Set(['com', 'org', 'net', 'io', 'java', 'javax', 'kotlin', 'scala']);
const packageEndings = new Set(['io', 'app', 'dev', 'net', 'info', 'pro']);

const knownEndings = new Map<string, boolean>();

/** Addresses in the order of their starts, never overlapping. Signs of emphasis at an end are still part of them. */
export function findLinks(text: string): LinkRange[] {
  const links: LinkRange[] = [];
  for (const { 0: found, index: start } of text.matchAll(address)) {
    if (!scheme.test(found) && !isBareAddress(found, text[start + found.length])) continue;
    // Several in a row without a space.
    for (const part of found.matchAll(/.+?(?=[,;|]https?:\/\/|$)/gsu)) {
      const partStart = start + part.index + Number(/^[,;|]/.test(part[0]));
      const end = trimmedEnd(text, partStart, start + part.index + part[0].length);
      if (end > partStart) links.push({ start: partStart, end, href: hrefOf(text.slice(partStart, end)) });
    }
  }
  return links;
}

/** Where an address ends that is followed by punctuation, or by the bracket that was open before it. */
export function trimmedEnd(text: string, start: number, end: number): number {
  const open = { ')': 0, ']': 0, '}': 0 };
  for (const sign of text.slice(start, end)) {
    if (sign === '(') open[')'] += 1;
    else if (sign === '[') open[']'] += 1;
    else if (sign === '{') open['}'] += 1;
    else if (isClosing(sign)) open[sign] -= 1;
  }
  let last = end;
  while (last > start) {
    const sign = text.charAt(last - 1);
    if (isClosing(sign) && open[sign] < 0) open[sign] += 1;
    else if (!/[.,:;!?…'’‘|\p{Cf}]/u.test(sign)) break;
    last -= 1;
  }
  return last;
}

const isClosing = (sign: string): sign is ')' | ']' | '}' => /^[)\]}]$/.test(sign);

export function hrefOf(written: string): string | null {
  const url = scheme.test(written) ? written : `https://${written}`;
  if (!isWebLink(url)) return null;
  const { href } = new URL(url);
  // Percent signs may have made it longer than may be opened.
  return isWebLink(href) ? href : null;
}

/** `example.ru`, `t.me/chat`, `пример.бел`; not `ASP.NET`, `java.io.File`, `README.md`, «завтра.Su». */
function isBareAddress(found: string, next: string | undefined): boolean {
  if (next !== undefined && /[\p{L}\p{N}\p{M}_@=([{\x60\\]/u.test(next)) return false;
  const host = /^[^:/?#]+/.exec(found)?.[0] ?? '';
  const path = found.slice(host.length).replace(/^:\d+/, '');
  const labels = host.split('.');
  const [ending = '', name = '', first = ''] = [labels.at(-1), labels.at(-2), labels[0]];
  if (isCyrillic(name) !== isCyrillic(ending) || !isKnownEnding(ending.toLowerCase())) return false;
  if (/^www$/i.test(first)) return true;
  if (ending !== ending.toLowerCase()) return false;
  if (packageStarts.has(first.toLowerCase()) && packageEndings.has(ending)) return false;
  if (path !== '' && path !== '/') return !fileEndings.has(ending) || isPlainPath(host, path);
  if (!usualEndings.has(ending)) return false;
  const rest = host.slice(1);
  return host === host.toLowerCase() || (plainEndings.has(ending) && rest === rest.toLowerCase());
}

/** `docs.rs/serde`, and not `main.rs/lib.rs`. */
function isPlainPath(host: string, path: string): boolean {
  return host === host.toLowerCase() && !/\.\w{1,5}$/.test(path);
}

function isCyrillic(label: string): boolean {
  return /\p{Script=Cyrillic}/u.test(label);
}

/** The library carries the list of all domains. */
function isKnownEnding(ending: string): boolean {
  const known = knownEndings.get(ending);
  if (known !== undefined) return known;
  const found = tokenize(`example.${ending}`)[0]?.t === 'url';
  if (knownEndings.size < 10_000) knownEndings.set(ending, found);
  return found;
}

import type { ErrorCode } from '../../shared/domain.ts';

export type AddressResult =
  | { ok: true; address: string }
  | { ok: false; code: Extract<ErrorCode, 'addressInvalid' | 'addressInsecure'> };

const longestHost = 253;

/**
 * Turns what a person types into an origin (`https://chat.example.ru`, `http://127.0.0.1:3000`). Without a scheme it is
 * https, on this machine http. Path and query are dropped: people paste what the browser shows. Plain http elsewhere is
 * understood for `allowInsecureHosts` alone, and only when it is written out.
 */
export function parseServerAddress(typed: string, allowInsecureHosts: readonly string[] = []): AddressResult {
  const text = typed.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  // `https:/host` and backslashes would be repaired by the URL parser into something else than what was meant.
  if (text === '' || hasForbiddenCharacter(text) || (!scheme && /^(https?|wss?):/i.test(text))) {
    return { ok: false, code: 'addressInvalid' };
  }
  if (scheme && !['http', 'https', 'ws', 'wss'].includes(scheme))
    return { ok: false, code: 'addressInvalid' };

  // Parsed as https whatever the scheme, then given the right one: `http://host:443` must keep its port.
  const rest = scheme ? text.slice(scheme.length + 3) : text;
  const url = parseUrl(`https://${rest}`);
  if (!url || !isPlainHost(url)) return { ok: false, code: 'addressInvalid' };
  const secure = scheme ? scheme === 'https' || scheme === 'wss' : !isLoopback(url.hostname);
  if (secure) return { ok: true, address: url.origin };
  if (!mayBePlain(url.hostname, allowInsecureHosts)) return { ok: false, code: 'addressInsecure' };
  const plain = parseUrl(`http://${rest}`);
  return plain ? { ok: true, address: plain.origin } : { ok: false, code: 'addressInvalid' };
}

/**
 * The last gate before a request or a socket leaves: https or wss anywhere, http or ws to this machine and to
 * `allowInsecureHosts` only. `localhost` counts; `*.localhost` does not, because Node asks DNS for it.
 */
export function mayConnect(url: string, allowInsecureHosts: readonly string[] = []): boolean {
  const parsed = parseUrl(url);
  if (!parsed) return false;
  if (parsed.protocol === 'https:' || parsed.protocol === 'wss:') return true;
  const isPlain = parsed.protocol === 'http:' || parsed.protocol === 'ws:';
  return isPlain && mayBePlain(parsed.hostname, allowInsecureHosts);
}

/** Whether others on the network could read along. */
export function isInsecure(address: string): boolean {
  const parsed = parseUrl(address);
  return parsed !== null && parsed.protocol === 'http:' && !isLoopback(parsed.hostname);
}

function mayBePlain(hostname: string, allowInsecureHosts: readonly string[]): boolean {
  return isLoopback(hostname) || allowInsecureHosts.includes(hostname);
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function isPlainHost(url: URL): boolean {
  const host = url.hostname;
  return (
    url.username === '' &&
    url.password === '' &&
    url.port !== '0' &&
    host.length <= longestHost &&
    // A name of dots, hyphens and underscores alone, or with an empty label, names no machine.
    (host.startsWith('[') || /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/.test(host))
  );
}

function hasForbiddenCharacter(text: string): boolean {
  return /[\s\\\p{Cc}\p{Cf}]/u.test(text);
}

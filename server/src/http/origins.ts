import { isLoopback } from '../operations/config.ts';

/**
 * Whether a browser page of this origin may talk to the server. No origin: not a browser. `app://…`: the desktop client.
 * Loopback pages only in demo mode.
 */
export function originCheck(options: {
  demo: boolean;
  allowed: string[];
}): (origin: string | undefined) => boolean {
  const allowed = new Set(options.allowed.map((origin) => origin.replace(/\/+$/, '').toLowerCase()));
  return (origin) => {
    if (origin === undefined) return true;
    if (/^app:\/\/[^/]+$/.test(origin) || allowed.has(origin.toLowerCase())) return true;
    return options.demo && isLoopbackPage(origin);
  };
}

function isLoopbackPage(origin: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return false;
  return isLoopback(url.hostname.replace(/^\[|\]$/g, ''));
}

/** Which file of the built page a URL means, and nothing outside its folder. */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** React Aria puts one style element into the page; this is its hash. */
const reactAriaStyle = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${reactAriaStyle}`,
  // `blob:`: what was picked and is not sent yet.
  "img-src 'self' data: blob: chat3-file:",
  'media-src chat3-file:',
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Without `Cross-Origin-Opener-Policy`: Chromium then starts a second renderer for the page and throws the first one away,
 * which costs time, and in Electron 33 that one crashes now and then. No window opens another here, so it guards nothing.
 */
const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

/** What a built page consists of; anything else is not served. */
const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
};

/** Answers one request for `app://chat3/…` from the folder `root`: 200, 404, or 405 for anything but GET. */
export async function serveFile(root: string, request: { method: string; url: string }): Promise<Response> {
  if (request.method !== 'GET')
    return new Response(null, { status: 405, headers: { ...headers, Allow: 'GET' } });
  const path = pathOf(request.url);
  const contentType = path === null ? undefined : contentTypes[extname(path).toLowerCase()];
  if (path === null || contentType === undefined) return notFound();
  try {
    const folder = await realpath(root);
    const file = await realpath(join(folder, path));
    // After links are followed: a link inside the folder may lead out of it.
    if (!file.startsWith(folder + sep)) return notFound();
    return new Response(new Uint8Array(await readFile(file)), {
      status: 200,
      headers: { ...headers, 'Content-Type': contentType },
    });
  } catch {
    return notFound();
  }
}

function notFound(): Response {
  return new Response(null, { status: 404, headers });
}

function pathOf(url: string): string | null {
  try {
    const parsed = new URL(url);
    if (parsed.protocol !== 'app:' || parsed.host !== 'chat3' || parsed.username !== '') return null;
    const path = decodeURIComponent(parsed.pathname);
    // Plain names only; encoded separators and dots were decoded above.
    if (!/^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(path)) return null;
    return path;
  } catch {
    return null;
  }
}

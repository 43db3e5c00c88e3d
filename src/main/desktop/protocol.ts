import { protocol, type Session } from 'electron';
import { serveFile } from './rendererFiles.ts';

/** Call before `ready`, in the same tick as the program starts. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true } },
    { scheme: 'chat3-file', privileges: { standard: true, secure: true, stream: true } },
  ]);
}

/** Serves the built page at `app://chat3/` from the folder `root` and nothing else. Call after `ready`. */
export function serveRenderer(session: Session, root: string): void {
  session.protocol.handle('app', (request) => serveFile(root, request));
}

/** Serves the files of messages at `chat3-file://`, to this session alone. Call after `ready`. */
export function serveFiles(session: Session, serve: (request: Request) => Promise<Response>): void {
  session.protocol.handle('chat3-file', serve);
}

/** For electron-vite's dev server: its own client needs inline scripts, a socket and styles made at run time. */
export function relaxPolicyForDevelopment(session: Session, origin: string): void {
  const socket = origin.replace(/^http/, 'ws');
  const policy = `default-src 'self' 'unsafe-inline' data: blob:; img-src 'self' data: blob: chat3-file:; media-src blob: chat3-file:; connect-src 'self' ${socket}; worker-src 'self' blob:; base-uri 'none'; form-action 'none'`;
  session.webRequest.onHeadersReceived({ urls: [`${origin}/*`] }, (details, respond) => {
    respond({ responseHeaders: { ...details.responseHeaders, 'Content-Security-Policy': [policy] } });
  });
}

import { protocol, type Session } from 'electron';
import { serveFile } from './rendererFiles.ts';

/** Call before `ready`, in the same tick as the program starts. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
}

/** Serves the built page at `app://chat3/` from the folder `root` and nothing else. Call after `ready`. */
export function serveRenderer(session: Session, root: string): void {
  session.protocol.handle('app', (request) => serveFile(root, request));
}

/** For electron-vite's dev server: its own client needs inline scripts, a socket and styles made at run time. */
export function relaxPolicyForDevelopment(session: Session, origin: string): void {
  const socket = origin.replace(/^http/, 'ws');
  const policy = `default-src 'self' 'unsafe-inline' data:; connect-src 'self' ${socket}; worker-src 'self' blob:; base-uri 'none'; form-action 'none'`;
  session.webRequest.onHeadersReceived({ urls: [`${origin}/*`] }, (details, respond) => {
    respond({ responseHeaders: { ...details.responseHeaders, 'Content-Security-Policy': [policy] } });
  });
}

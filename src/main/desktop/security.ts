import type { App, Session, WebContents } from 'electron';
import type { Log } from '../chat/ports.ts';

/** For every page that will ever exist: no navigation, no second window, no webview. Call before `ready`. */
export function applySecurityPolicy(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, log));
}

function confine(contents: WebContents, log: Log): void {
  contents.setWindowOpenHandler(() => {
    log.warn('security.windowRefused', {});
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // `will-frame-navigate` is also fired for the top frame; the others stand for older and future versions.
  for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
    contents.on(name as 'will-navigate', (event) => {
      log.warn('security.navigationRefused', { kind: name });
      event.preventDefault();
    });
  }
}

/** Denies every permission, asked for or checked, and every device. Call after `ready` for each session. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

/** The session of the page: where its files come from, and what Chromium may do in it. */
import { join } from 'node:path';
import { app, session } from 'electron';
import type { Log } from '../chat/ports.ts';
import { registerLinkScheme } from './deepLinks.ts';
import { relaxPolicyForDevelopment, serveRenderer } from './protocol.ts';
import { denyPermissions } from './security.ts';
import { placeDictionaries, prepareSpellCheck } from './spellCheck.ts';

/** Call after `ready`, before the window. */
export function preparePageSession(options: {
  resources: string;
  /** The folder of the built page. */
  page: string;
  /** Of the dev server; undefined: the built page is served. */
  developmentUrl: string | undefined;
  log: Log;
}): void {
  const { resources, page, developmentUrl, log } = options;
  // Before the session comes to be: it would look for its dictionaries at once, and fetch what it does not find.
  placeDictionaries(join(resources, 'dictionaries'), app.getPath('sessionData'), log);
  const { defaultSession } = session;
  denyPermissions(defaultSession);
  prepareSpellCheck(defaultSession, log);
  registerLinkScheme(app, process.platform);
  if (developmentUrl === undefined) serveRenderer(defaultSession, page);
  else relaxPolicyForDevelopment(defaultSession, new URL(developmentUrl).origin);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import type { UpdateView } from '../../shared/updates.ts';
import type { Engine } from '../chat/engine.ts';
import type { Clock, Log } from '../chat/ports.ts';
import { profileCommand, thisProgram } from '../desktop/profiles.ts';
import type { Network } from '../network/network.ts';
import { chooseFeed } from './feed.ts';
import { createUpdates, type Updates } from './updates.ts';

/** Updates of this copy, as its build and the machine policy want them; started. */
export function openUpdates(options: {
  app: App;
  engine: Engine;
  policyUrl: string | null;
  profile: string;
  trust: Network['trust'];
  emit: (view: UpdateView) => void;
  clock: Clock;
  log: Log;
}): Updates {
  const { app, engine, policyUrl, profile, trust, emit, clock, log } = options;
  const feed = chooseFeed({
    manifest: app.isPackaged ? readManifest(app.getAppPath()) : null,
    policyUrl,
    platform: process.platform,
    packageType: app.isPackaged ? readPackageType() : null,
    appImage: process.env['APPIMAGE'],
  });
  const updates = createUpdates({
    feed,
    // Loaded when it is needed: most copies never do, and it is larger than the rest of the main process.
    loadUpdater: async (where) => {
      const { createElectronUpdater } = await import('./electronUpdater.ts');
      const { args } = profileCommand(thisProgram(app), profile);
      return createElectronUpdater({ ...where, trust, restartWith: args });
    },
    hasUnsentText: () =>
      engine.dialogs().some(({ draft }) => draft !== '') ||
      engine.diagnostics().outbox.some(({ kind }) => kind === 'send'),
    emit,
    clock,
    log,
  });
  updates.start();
  return updates;
}

function readManifest(appPath: string): unknown {
  try {
    return JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8'));
  } catch {
    return null;
  }
}

function readPackageType(): string | null {
  try {
    return readFileSync(join(process.resourcesPath, 'package-type'), 'utf8').trim();
  } catch {
    return null;
  }
}

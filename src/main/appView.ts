/** What the page is told of the program itself. */
import { app } from 'electron';
import type { AppView } from '../shared/views.ts';
import type { Engine } from './chat/engine.ts';
import { profileLook } from './desktop/profileLook.ts';
import { isInsecure } from './network/serverAddress.ts';
import type { PolicyReading } from './policy/readPolicy.ts';
import type { ServerChoice } from './policy/serverChoice.ts';

export function readAppView(options: {
  engine: Engine;
  profile: string;
  choice: ServerChoice;
  reading: PolicyReading;
}): AppView {
  const { engine, profile, choice, reading } = options;
  return {
    version: app.getVersion(),
    electron: process.versions.electron,
    profile,
    profileColor: profileLook(profile).color,
    server: choice.server,
    serverLocked: choice.locked,
    policyProblem: reading.problem,
    insecure: isInsecure(engine.diagnostics().server ?? ''),
  };
}

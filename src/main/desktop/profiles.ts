/** The other profiles on this computer. Only their folders' names are looked at: what is in them is theirs. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { App } from 'electron';
import type { Log } from '../chat/ports.ts';
import { isProfileName } from './profile.ts';

/** Names of the profiles beside this one's folder `userData`, this one among them, sorted. */
export function listProfiles(userData: string, own: string): string[] {
  let names: string[] = [];
  try {
    names = readdirSync(dirname(userData), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && isProfileName(entry.name))
      .map(({ name }) => name);
  } catch {
    // A folder that cannot be listed only makes the menu shorter.
  }
  return [...new Set([...names, own])].sort();
}

/** What every instance on this computer has in common; window, profile and deep links are each one's own. */
const sharedSwitches = ['--user-data-dir=', '--server=', '--lang=', '--password-store=', '--no-sandbox'];

export interface Command {
  file: string;
  args: string[];
}

/**
 * The command that starts this program with another profile. `packaged`: the program is its own executable, and does
 * not have to be told which application to run.
 */
export function profileCommand(
  program: {
    argv: readonly string[];
    execPath: string;
    /** Set by an AppImage: its own file, which outlives the folder it is mounted in. */
    appImage: string | undefined;
    packaged: boolean;
    appPath: string;
  },
  name: string,
): Command {
  const shared = program.argv.filter((argument) =>
    sharedSwitches.some((known) => (known.endsWith('=') ? argument.startsWith(known) : argument === known)),
  );
  return {
    file: program.appImage ?? program.execPath,
    args: [...(program.packaged ? [] : [program.appPath]), ...shared, `--profile=${name}`],
  };
}

export function thisProgram(app: App): Parameters<typeof profileCommand>[0] {
  return {
    argv: process.argv,
    execPath: process.execPath,
    appImage: process.env['APPIMAGE'],
    packaged: app.isPackaged,
    appPath: app.getAppPath(),
  };
}

/** Starts it on its own: it outlives this instance. One that runs already comes forward. */
export function openProfile(command: Command, log: Log): void {
  const child = spawn(command.file, command.args, { detached: true, stdio: 'ignore' });
  child.once('error', (error) => log.warn('profile.notOpened', { cause: error.name }));
  child.unref();
}

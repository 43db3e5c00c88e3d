/** Whether anything shows tray icons. Only on Linux is that a question. */
import { execFile } from 'node:child_process';

const watcher = 'org.kde.StatusNotifierWatcher';
const property = 'IsStatusNotifierHostRegistered';
const answerLimitMs = 1_000;

/**
 * The tools that come with D-Bus, with systemd and with GLib: a Linux desktop has at least one of them. Each asks the
 * same question, and all say `true` somewhere in their answer only when the answer is yes.
 */
const questions: readonly (readonly [command: string, ...rest: string[]])[] = [
  [
    'dbus-send',
    '--session',
    '--print-reply',
    `--reply-timeout=${answerLimitMs}`,
    `--dest=${watcher}`,
    '/StatusNotifierWatcher',
    'org.freedesktop.DBus.Properties.Get',
    `string:${watcher}`,
    `string:${property}`,
  ],
  ['busctl', '--user', 'get-property', watcher, '/StatusNotifierWatcher', watcher, property],
  [
    'gdbus',
    'call',
    '--session',
    '--dest',
    watcher,
    '--object-path',
    '/StatusNotifierWatcher',
    '--method',
    'org.freedesktop.DBus.Properties.Get',
    watcher,
    property,
  ],
];

/** Runs a command and answers what it printed; rejects with `code: 'ENOENT'` where there is no such command. */
export type RunCommand = (command: string, args: readonly string[]) => Promise<string>;

/** Answers within about a second; false also where nobody can be asked, as without a session bus. */
export async function hasTrayHost(platform: NodeJS.Platform, run: RunCommand = runCommand): Promise<boolean> {
  if (platform !== 'linux') return true;
  for (const [command, ...args] of questions) {
    try {
      return /\btrue\b/.test(await run(command, args));
    } catch (error) {
      if (!isMissing(error)) return false;
    }
  }
  return false;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function runCommand(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { timeout: answerLimitMs }, (error, output) => {
      if (error) reject(error);
      else resolve(output);
    });
  });
}

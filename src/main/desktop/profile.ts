import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { App } from 'electron';
import { z } from 'zod';
import { profileNameSchema } from '../../shared/bridge.ts';
import type { Settings } from '../../shared/settings.ts';
import { parseServerAddress } from '../network/serverAddress.ts';
import { linkOfThisStart } from './deepLink.ts';

export interface WindowBounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What the command line asks for; null where it does not. */
export interface LaunchOptions {
  profile: string;
  /** Normalised origin. */
  server: string | null;
  /** Absolute or relative folder above `profiles`. */
  userDataDirectory: string | null;
  window: WindowBounds | null;
  language: Settings['language'] | null;
  /** Starts in the tray, as with the system. */
  hidden: boolean;
}

const desktopName = 'chat3-desktop.desktop';
/** As in the shortcut that the installer makes (scripts/package/configuration.mjs). */
const windowsAppId = 'ru.chat3.desktop';
export const defaultProfile = 'default';

const coordinate = z
  .string()
  .regex(/^-?\d{1,5}$/)
  .transform(Number);
const length = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.number().min(1));

export function isProfileName(name: string): boolean {
  return profileNameSchema.safeParse(name).success;
}

const directorySchema = z
  .string()
  .min(1)
  .max(4_096)
  .refine((path) => !path.includes('\0'));
const languageSchema = z.enum(['ru', 'en']);
const windowSchema = z
  .string()
  .max(40)
  .transform((text) => text.split(','))
  .pipe(z.tuple([coordinate, coordinate, length, length]))
  .transform(([x, y, width, height]) => ({ x, y, width, height }));

/**
 * Reads `--name=value` and `--hidden` only; whatever does not fit is ignored, and of repeated ones the last that fits
 * counts. A server in the clear fits when it is on this machine or one of `allowInsecureHosts`.
 */
export function parseLaunchOptions(
  argv: readonly string[],
  allowInsecureHosts: readonly string[] = [],
): LaunchOptions {
  return {
    profile: read(argv, 'profile', profileNameSchema) ?? defaultProfile,
    server: read(argv, 'server', serverSchema(allowInsecureHosts)),
    userDataDirectory: read(argv, 'user-data-dir', directorySchema),
    window: read(argv, 'window', windowSchema),
    language: read(argv, 'lang', languageSchema),
    hidden: argv.includes('--hidden'),
  };
}

const serverSchema = (allowInsecureHosts: readonly string[]) =>
  z
    .string()
    .max(2_000)
    .transform((typed, context) => {
      const parsed = parseServerAddress(typed, allowInsecureHosts);
      if (parsed.ok) return parsed.address;
      context.addIssue({ code: 'custom', message: parsed.code });
      return z.NEVER;
    });

function read<Value>(argv: readonly string[], name: string, schema: z.ZodType<Value>): Value | null {
  const prefix = `--${name}=`;
  for (const argument of [...argv].reverse()) {
    if (!argument.startsWith(prefix)) continue;
    const parsed = schema.safeParse(argument.slice(prefix.length));
    if (parsed.success) return parsed.data;
  }
  return null;
}

/**
 * Gives the profile its own userData and takes its lock; call before `ready` and before anything asks for userData.
 * False: this profile runs already and has been asked to come forward; quit at once.
 */
export function configureProfile(options: LaunchOptions, app: App): boolean {
  const directory = makeProfileDirectory(options, app);
  app.setPath('userData', directory);
  app.setPath('sessionData', join(directory, 'chromium'));
  // How Linux desktops know which of their entries this is; launchers put the number of unread messages on it.
  app.setDesktopName?.(desktopName);
  // Without it Windows shows notifications under another name, and its switch for them has no effect.
  if (process.platform === 'win32') app.setAppUserModelId(windowsAppId);
  app.setAppLogsPath(join(directory, 'logs'));
  return app.requestSingleInstanceLock(linkOfThisStart(process.argv));
}

function makeProfileDirectory({ userDataDirectory, profile }: LaunchOptions, app: App): string {
  const usual = join(app.getPath('appData'), app.getName());
  const roots = [userDataDirectory === null ? app.getPath('userData') : resolve(userDataDirectory), usual];
  for (const root of roots) {
    try {
      const directory = join(root, 'profiles', profile);
      makeDirectory(directory);
      return directory;
    } catch {
      // A folder that cannot be made is ignored like any other argument that does not fit.
    }
  }
  return join(usual, 'profiles', profile);
}

/** Not `recursive`: below `/proc` Node then tries for ever. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

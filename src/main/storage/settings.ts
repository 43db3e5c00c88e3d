/** What may be lost without harm: language, theme, server address, window. Everything else is in SQLite. */
import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ElectronStore from 'electron-store';
import { z } from 'zod';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { settingsSchema } from '../../shared/settingsSchema.ts';
import type { Log } from '../chat/ports.ts';

const whole = z.number().int().min(-100_000).max(100_000);

/** The language is absent until the person chooses: it follows the system. */
const { language: _, ...defaults } = defaultSettings;
const chosenSchema = z.object(settingsSchema.shape).partial();

const storedSchema = chosenSchema.extend({
  /** Normalised origin, or null before the first start is done. */
  server: z.string().max(2_000).nullable().default(null),
  windowBounds: z.object({ x: whole, y: whole, width: whole, height: whole }).nullable().default(null),
  windowMaximized: z.boolean().default(false),
  /** The chat on screen when the program ended, and whose it was. */
  openChat: z
    .object({ userId: z.string().max(200), dialogId: z.string().max(200) })
    .nullable()
    .default(null),
  /** The person has been told that closing the window does not end the program. */
  closingExplained: z.boolean().default(false),
  /** The system showed none when last asked, and the person has been told. */
  notificationsFailed: z.boolean().default(false),
});

export type StoredSettings = z.infer<typeof storedSchema>;

type SettingsChange = { [Name in keyof StoredSettings]?: StoredSettings[Name] | undefined };

export interface SettingsStore {
  /** For the page. */
  readonly shown: Settings;
  readonly stored: Readonly<StoredSettings>;
  /** undefined: unchanged. Kept for this session even where the disk refuses; answers whether it was written. */
  update(change: SettingsChange): boolean;
}

export interface SettingsOptions {
  /** Absolute; made where missing. */
  directory: string;
  systemLanguage: Settings['language'];
  log: Log;
}

const fileName = 'settings';

/** Opens the profile's settings. A broken file is put aside; its last good copy or the defaults take its place. */
export function openSettings({ directory, systemLanguage, log }: SettingsOptions): SettingsStore {
  const file = join(directory, `${fileName}.json`);
  const copy = join(directory, `${fileName}.last-good.json`);
  if (existsSync(file) && read(file) === null) {
    renameSync(file, `${file}.broken-${Date.now()}`);
    log.warn('settings.quarantined', { restored: read(copy) !== null });
  }
  if (!existsSync(file) && read(copy) !== null) copyFileSync(copy, file);

  const store = new ElectronStore({
    cwd: directory,
    name: fileName,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  });
  let stored = storedSchema.parse({ ...defaults, ...read(file) });

  return {
    get shown() {
      return settingsSchema.parse({ language: systemLanguage, ...chosenSchema.parse(stored) });
    },
    get stored() {
      return stored;
    },
    update: (change) => {
      const changed = Object.entries(change).filter(([, value]) => value !== undefined);
      stored = storedSchema.parse({ ...stored, ...Object.fromEntries(changed) });
      try {
        store.store = stored;
        // A full disk can leave a cut file without an error, so only what reads back becomes the good copy.
        if (read(file) === null) throw new Error('Written file is broken');
        const unfinished = `${copy}.new`;
        writeFileSync(unfinished, JSON.stringify(stored), { mode: 0o600 });
        renameSync(unfinished, copy);
        return true;
      } catch (error) {
        log.warn('settings.notWritten', { cause: error instanceof Error ? error.name : 'unknown' });
        return false;
      }
    },
  };
}

function read(file: string): StoredSettings | null {
  try {
    const parsed = storedSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const russianReading = new Set([
  'ru',
  'uk',
  'be',
  'kk',
  'ky',
  'tg',
  'uz',
  'tk',
  'hy',
  'az',
  'tt',
  'ba',
  'ce',
]);

/** From the system's preferred languages, best first, as `ru-RU`: Russian where people commonly read it or none is known. */
export function systemLanguageOf(preferred: readonly string[]): Settings['language'] {
  const first = preferred[0]?.toLowerCase().split(/[-_]/)[0] ?? '';
  return first === '' || first === 'c' || first === 'posix' || russianReading.has(first) ? 'ru' : 'en';
}

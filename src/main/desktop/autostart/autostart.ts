/** Starting with the system, hidden, each profile for itself. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { defaultProfile } from '../profile.ts';
import type { Command } from '../profiles.ts';
import { productName } from '../windowTitle.ts';
import { desktopEntry, isEntryEnabled } from './desktopEntry.ts';

export interface Autostart {
  /** Whether the system will really start it: people change that in the system's settings too. */
  isOn(): boolean;
  /** Throws where the system refuses. */
  set(on: boolean): void;
}

export function openAutostart(options: {
  app: App;
  platform: NodeJS.Platform;
  profile: string;
  /** Starts this profile. */
  command: Command;
  /** Of the Linux desktop's settings, as `~/.config`. */
  configDirectory: string;
  icon: string | null;
}): Autostart {
  const { app, platform, profile, icon } = options;
  const command = { file: options.command.file, args: [...options.command.args, '--hidden'] };
  const name = profile === defaultProfile ? productName : `${productName} — ${profile}`;
  if (platform === 'linux') {
    const suffix = profile === defaultProfile ? '' : `-${profile}`;
    const file = join(options.configDirectory, 'autostart', `chat3-desktop${suffix}.desktop`);
    return entryFile(file, desktopEntry({ name, command, icon }));
  }
  // macOS has one login item for the whole program, without arguments: it starts the usual profile.
  const item = platform === 'win32' ? { path: command.file, args: command.args, name } : {};
  return {
    isOn: () => app.getLoginItemSettings(item).openAtLogin,
    set: (on) => app.setLoginItemSettings({ ...item, openAtLogin: on }),
  };
}

function entryFile(file: string, text: string): Autostart {
  return {
    isOn() {
      try {
        return isEntryEnabled(readFileSync(file, 'utf8'));
      } catch {
        return false;
      }
    },
    set(on) {
      if (!on) {
        rmSync(file, { force: true });
        return;
      }
      mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
      // A session that starts in this moment must not read half of it.
      const unfinished = `${file}.new`;
      writeFileSync(unfinished, text, { mode: 0o600 });
      renameSync(unfinished, file);
    },
  };
}

/** Makes the setting and the system agree: at the start the system is right, afterwards the person's choice. */
export function followSetting(
  autostart: Autostart,
  setting: { get(): boolean; set(on: boolean): void },
): { apply(): boolean } {
  const on = autostart.isOn();
  if (setting.get() !== on) setting.set(on);
  // Written anew, because the program may have moved.
  else if (on) attempt(() => autostart.set(true));
  let applied = on;
  return {
    apply() {
      if (setting.get() === applied) return true;
      const done = attempt(() => autostart.set(setting.get()));
      if (done) applied = setting.get();
      else setting.set(applied);
      return done;
    },
  };
}

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

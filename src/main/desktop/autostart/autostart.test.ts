import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Autostart, followSetting, openAutostart } from './autostart.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chat3-autostart-'));
});
afterEach(() => {
  chmodSync(directory, 0o700);
  rmSync(directory, { recursive: true, force: true });
});

function open(profile: string, platform: NodeJS.Platform = 'linux', app = {} as App): Autostart {
  const command = { file: '/opt/chat3/chat3-desktop', args: [`--profile=${profile}`] };
  return openAutostart({ app, platform, profile, command, configDirectory: directory, icon: null });
}
const fileOf = (name: string) => join(directory, 'autostart', name);

describe('openAutostart on Linux', () => {
  it('writes one file a profile, starting it hidden, and removes it', () => {
    const usual = open('default');
    const other = open('rabota');
    expect(usual.isOn()).toBe(false);
    usual.set(true);
    other.set(true);
    expect(readdirSync(join(directory, 'autostart')).sort()).toEqual([
      'chat3-desktop-rabota.desktop',
      'chat3-desktop.desktop',
    ]);
    expect(readFileSync(fileOf('chat3-desktop-rabota.desktop'), 'utf8')).toContain(
      'Exec="/opt/chat3/chat3-desktop" "--profile=rabota" "--hidden"\n',
    );
    usual.set(false);
    expect([usual.isOn(), other.isOn()]).toEqual([false, true]);
    usual.set(false);
  });

  it('believes the desktop that switched it off', () => {
    const usual = open('default');
    usual.set(true);
    writeFileSync(fileOf('chat3-desktop.desktop'), '[Desktop Entry]\nX-GNOME-Autostart-enabled=false\n');
    expect(usual.isOn()).toBe(false);
  });
});

it('makes a login item elsewhere, with arguments where the system has them', () => {
  const app = { setLoginItemSettings: vi.fn(), getLoginItemSettings: () => ({ openAtLogin: true }) };
  open('rabota', 'win32', app as unknown as App).set(true);
  open('default', 'darwin', app as unknown as App).set(false);
  expect(app.setLoginItemSettings.mock.calls).toEqual([
    [
      {
        path: '/opt/chat3/chat3-desktop',
        args: ['--profile=rabota', '--hidden'],
        name: 'Chat3 Desktop — rabota',
        openAtLogin: true,
      },
    ],
    [{ openAtLogin: false }],
  ]);
});

describe('followSetting', () => {
  function follow(stored: boolean, autostart = open('default')) {
    const state = { on: stored };
    const setting = {
      get: () => state.on,
      set: (on: boolean) => {
        state.on = on;
      },
    };
    return { state, autostart, following: followSetting(autostart, setting) };
  }

  it('takes over what the system says at the start', () => {
    expect(follow(true).state.on).toBe(false);
    open('default').set(true);
    expect(follow(false).state.on).toBe(true);
  });

  it('writes an entry anew that points to where the program was', () => {
    mkdirSync(join(directory, 'autostart'));
    writeFileSync(fileOf('chat3-desktop.desktop'), '[Desktop Entry]\nExec=/old/place\n');
    follow(true);
    expect(readFileSync(fileOf('chat3-desktop.desktop'), 'utf8')).toContain('/opt/chat3/chat3-desktop');
  });

  it('does what the person chooses', () => {
    const { state, following } = follow(false);
    state.on = true;
    expect(following.apply()).toBe(true);
    expect(existsSync(fileOf('chat3-desktop.desktop'))).toBe(true);
    state.on = false;
    expect(following.apply()).toBe(true);
    expect(existsSync(fileOf('chat3-desktop.desktop'))).toBe(false);
  });

  it('takes the choice back where the system refuses', () => {
    const refusing: Autostart = {
      isOn: () => false,
      set: () => {
        throw new Error('refused');
      },
    };
    const { state, following } = follow(false, refusing);
    state.on = true;
    expect(following.apply()).toBe(false);
    expect(state.on).toBe(false);
  });
});

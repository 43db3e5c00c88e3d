import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { NotificationDaemon } from './notificationDaemon.ts';
import type { UserIds } from './ordinaryUser.ts';
import { endProcess, spawnHelper, waitForLine } from './processes.ts';
import { until } from './until.ts';

const execute = promisify(execFile);
/** A machine that has never run these programs reads them from disk first. */
const coldStartMs = 30_000;

/** A screen that apps can be shown on. */
export interface Display {
  /** What apps and tools need in their environment to use it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly width: number;
  readonly height: number;
  /** Whether it has a keyring of its own, so that secrets are really encrypted and nobody is asked for a password. */
  readonly ownKeyring: boolean;
  /** Of that keyring's daemon. */
  readonly keyringProcessId?: number | undefined;
  /** Whose session it is, where it is not that of the person who runs the tests. */
  readonly owner?: UserIds | undefined;
  /** Takes a picture of the whole screen; resolves with false where that is not possible. */
  takePicture(file: string): Promise<boolean>;
  /** Presses keys as a keyboard would, as `ctrl+q`; the window with the focus gets them. */
  press(keys: string): Promise<void>;
  /** Gives the keyboard other letters, as `de` or `us(dvorak)`: which key writes what, not where the keys are. */
  setKeyboard(layout: string): Promise<void>;
  close(): Promise<void>;
}

async function takePicture(environment: NodeJS.ProcessEnv, file: string): Promise<boolean> {
  if (!environment['DISPLAY']) return false;
  await mkdir(dirname(file), { recursive: true });
  const taken = execute('import', ['-window', 'root', file], { env: environment });
  return taken.then(
    () => true,
    () => false,
  );
}

async function press(environment: NodeJS.ProcessEnv, keys: string): Promise<void> {
  await execute('xdotool', ['key', keys], { env: environment });
}

async function setKeyboard(environment: NodeJS.ProcessEnv, layout: string): Promise<void> {
  await execute('setxkbmap', [layout], { env: environment });
}

/** The screen in front of the person. Its size is unknown here, so a common small one is assumed. */
export function personalDisplay(): Display {
  return {
    environment: process.env,
    width: 1366,
    height: 728,
    ownKeyring: false,
    takePicture: (file) => takePicture(process.env, file),
    press: (keys) => press(process.env, keys),
    setKeyboard: (layout) => setKeyboard(process.env, layout),
    close: async () => {},
  };
}

/** A display that another process opened and will close. */
export function adoptDisplay(
  display: Omit<Display, 'takePicture' | 'press' | 'setKeyboard' | 'close'>,
): Display {
  const { environment } = display;
  return {
    ...display,
    takePicture: (file) => takePicture(environment, file),
    press: (keys) => press(environment, keys),
    setKeyboard: (layout) => setKeyboard(environment, layout),
    close: async () => {},
  };
}

/**
 * Opens a screen of our own on Linux: X server, session and system bus, unlocked keyring, notification daemon and window manager, all
 * private and all gone when it is closed or this process ends.
 */
export async function openDisplay(size = { width: 1920, height: 1080 }, owner?: UserIds): Promise<Display> {
  const home = await mkdtemp(join(tmpdir(), 'chat3-display-'));
  const stops: (() => Promise<void>)[] = [() => rm(home, { recursive: true, force: true, maxRetries: 5 })];
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  const start = (command: string, args: string[], env: NodeJS.ProcessEnv) => {
    const child = spawnHelper(command, args, { env, stdio: ['pipe', 'pipe', 'ignore', 'pipe'], ...owner });
    stops.push(() => endProcess(child));
    return { child, output: child.stdout as Readable, report: child.stdio[3] as Readable };
  };
  try {
    const runtime = join(home, 'runtime');
    await mkdir(runtime, { mode: 0o700 });
    if (owner) await Promise.all([home, runtime].map((path) => chown(path, owner.uid, owner.gid)));
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      HOME: home,
      XDG_RUNTIME_DIR: runtime,
      XDG_CURRENT_DESKTOP: 'GNOME',
      XDG_SESSION_TYPE: 'x11',
      NO_AT_BRIDGE: '1',
    };
    for (const name of [
      'WAYLAND_DISPLAY',
      'XDG_CONFIG_HOME',
      'XDG_DATA_HOME',
      'XDG_CACHE_HOME',
      'XAUTHORITY',
    ]) {
      delete environment[name];
    }

    const screen = `${size.width}x${size.height}x24`;
    const server = start(
      'Xvfb',
      ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset'],
      environment,
    );
    const startBus = () =>
      start('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=3'], environment);
    const [bus, systemBus] = [startBus(), startBus()];
    const [display, address, systemAddress] = await Promise.all([
      waitForLine(server.child, server.report, /^(\d+)$/),
      waitForLine(bus.child, bus.report, /^(unix:.+)$/),
      waitForLine(systemBus.child, systemBus.report, /^(unix:.+)$/),
    ]);
    environment['DISPLAY'] = `:${display[1]}`;
    environment['DBUS_SESSION_BUS_ADDRESS'] = address[1];
    // That of this machine, if it has one, is none of the tests' business, and the app starts by other ways without one.
    environment['DBUS_SYSTEM_BUS_ADDRESS'] = systemAddress[1];

    const manager = start('openbox', ['--sm-disable', '--startup', 'echo managing'], environment);
    const keyring = start(
      'gnome-keyring-daemon',
      ['--unlock', '--components=secrets', '--foreground'],
      environment,
    );
    keyring.child.stdin?.end('chat3');
    keyring.output.resume();
    await Promise.all([
      waitForLine(manager.child, manager.output, /^managing$/),
      until(
        'the keyring is on the bus',
        () => isOnBus('org.freedesktop.secrets', environment, owner),
        coldStartMs,
      ),
    ]);
    // Another person's bus lets nobody else in.
    if (owner === undefined) {
      const daemon = await NotificationDaemon.start(environment);
      stops.push(async () => daemon.close());
    }
    return {
      environment,
      ...size,
      ownKeyring: true,
      keyringProcessId: keyring.child.pid,
      owner,
      takePicture: (file) => takePicture(environment, file),
      press: (keys) => press(environment, keys),
      setKeyboard: (layout) => setKeyboard(environment, layout),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function isOnBus(
  name: string,
  environment: NodeJS.ProcessEnv,
  owner: UserIds | undefined,
): Promise<boolean> {
  const question = ['/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner', `string:${name}`];
  const answer = await execute(
    'dbus-send',
    ['--session', '--print-reply', '--dest=org.freedesktop.DBus', ...question],
    { env: environment, ...owner },
  );
  return answer.stdout.includes('boolean true');
}

import type { Readable } from 'node:stream';
import dbus from 'dbus-next';
import { endProcess, spawnHelper, waitForLine } from './processes.ts';
import { until } from './until.ts';

const login = 'org.freedesktop.login1';

/** A private system bus with a logind that does as it is told (python-dbusmock's template). */
export interface Logind {
  /** What an app needs in its environment to hear it. */
  readonly environment: Record<string, string>;
  /** Resolves when somebody asked to be told before the machine sleeps, as Electron does once it listens. */
  listenedTo(): Promise<void>;
  /** Says that the machine is about to sleep, or has woken up. */
  prepareForSleep(sleeping: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startLogind(): Promise<Logind> {
  const daemon = spawnHelper('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [, address = ''] = await waitForLine(daemon, daemon.stdout as Readable, /^(unix:.+)$/);
  const environment = { DBUS_SYSTEM_BUS_ADDRESS: address };
  // Debian's own Python: another one in the path would not have the module.
  const mock = spawnHelper('/usr/bin/python3', ['-u', '-m', 'dbusmock', '--system', '--template', 'logind'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let log = '';
  mock.stdout?.on('data', (chunk: Buffer) => {
    log += chunk.toString('utf8');
  });
  const bus = dbus.sessionBus({ busAddress: address });
  await until('logind is on the bus', async () => {
    const names = await bus.getProxyObject('org.freedesktop.DBus', '/org/freedesktop/DBus');
    return names.getInterface('org.freedesktop.DBus')['NameHasOwner']?.(login);
  });
  const manager = await bus.getProxyObject(login, '/org/freedesktop/login1');
  const control = manager.getInterface('org.freedesktop.DBus.Mock');
  return {
    environment,
    listenedTo: async () => {
      await until('the app asks logind to wait for it before sleeping', () =>
        log.includes('Inhibit "sleep"'),
      );
    },
    prepareForSleep: async (sleeping) => {
      const value = new dbus.Variant('b', sleeping);
      await control['EmitSignal']?.(`${login}.Manager`, 'PrepareForSleep', 'b', [value]);
    },
    close: async () => {
      bus.disconnect();
      await endProcess(mock);
      await endProcess(daemon);
    },
  };
}

import dbus, { type MessageBus, type Variant } from 'dbus-next';
import { until } from './until.ts';

const unityName = 'com.canonical.Unity';
const entryInterface = 'com.canonical.Unity.LauncherEntry';

/** A launcher that shows a number on a program's icon, as Ubuntu's dock and others do. */
export class Launcher {
  readonly #bus: MessageBus;
  readonly #counts = new Map<string, number>();

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  static async open(environment: NodeJS.ProcessEnv): Promise<Launcher> {
    const bus = dbus.sessionBus({ busAddress: String(environment['DBUS_SESSION_BUS_ADDRESS']) });
    const launcher = new Launcher(bus);
    bus.on('message', (message: { interface?: string; member?: string; body?: unknown[] }) => {
      if (message.interface === entryInterface && message.member === 'Update') launcher.#take(message.body);
    });
    await bus.requestName(unityName, 0);
    const match = [`type='signal',interface='${entryInterface}',member='Update'`];
    await bus.call(
      new dbus.Message({
        destination: 'org.freedesktop.DBus',
        path: '/org/freedesktop/DBus',
        interface: 'org.freedesktop.DBus',
        member: 'AddMatch',
        signature: 's',
        body: match,
      }),
    );
    return launcher;
  }

  /** Resolves when the program with this desktop entry shows the number; 0: none. */
  async waitFor(entry: string, count: number): Promise<void> {
    await until(
      `${entry} shows ${count} (${JSON.stringify([...this.#counts])})`,
      () => this.#counts.get(`application://${entry}`) === count,
    );
  }

  async close(): Promise<void> {
    await this.#bus.releaseName(unityName);
    this.#bus.disconnect();
  }

  #take(body: unknown[] = []): void {
    const [entry, properties] = body as [string, Record<string, Variant<unknown>>];
    const { count, 'count-visible': visible } = properties;
    if (count || visible) this.#counts.set(entry, visible?.value === false ? 0 : Number(count?.value ?? 0));
  }
}

import { join } from 'node:path';
import dbus, { Message, type MessageBus, type Variant } from 'dbus-next';
import { until } from './until.ts';

const watcherName = 'org.kde.StatusNotifierWatcher';
const watcherPath = '/StatusNotifierWatcher';
const itemInterface = 'org.kde.StatusNotifierItem';
const menuInterface = 'com.canonical.dbusmenu';

/** A part of the desktop that shows tray icons, as panels do: what a person sees there, and what they click. */
export class TrayHost {
  readonly #bus: MessageBus;
  /** Names of the services, in the order they came. */
  readonly #services: string[] = [];

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  /** Puts it on the session bus of the display; until `close` there is a place for tray icons. */
  static async open(environment: NodeJS.ProcessEnv): Promise<TrayHost> {
    const bus = dbus.sessionBus({ busAddress: String(environment['DBUS_SESSION_BUS_ADDRESS']) });
    const host = new TrayHost(bus);
    bus.export(watcherPath, new Watcher((service) => host.#services.push(service)));
    await bus.requestName(watcherName, 0);
    return host;
  }

  /** Resolves with the icon whose tooltip begins with these words and has come last. */
  item(tooltip: string): Promise<TrayItem> {
    return until(`there is an icon «${tooltip}»`, async () => {
      for (const service of this.#services.toReversed()) {
        const item = new TrayItem(this.#bus, service);
        const shown = await item.tooltip().catch(() => undefined);
        if (shown?.startsWith(tooltip)) return item;
      }
      return undefined;
    });
  }

  async close(): Promise<void> {
    await this.#bus.releaseName(watcherName);
    this.#bus.disconnect();
  }
}

export interface TrayEntry {
  id: number;
  label: string;
  children: TrayEntry[];
}

type Layout = [id: number, properties: Record<string, Variant<unknown>>, children: Variant<Layout>[]];

export class TrayItem {
  readonly #bus: MessageBus;
  readonly #service: string;

  constructor(bus: MessageBus, service: string) {
    this.#bus = bus;
    this.#service = service;
  }

  async tooltip(): Promise<string> {
    const [, , title, text] = (await this.#property('ToolTip')) as [string, unknown, string, string];
    return [title, text].filter(Boolean).join('\n');
  }

  /** The file of the picture; it is another one whenever the picture changes. */
  async icon(): Promise<string> {
    const [folder, name] = await Promise.all([this.#property('IconThemePath'), this.#property('IconName')]);
    return join(String(folder), `${name}.png`);
  }

  /** Resolves when it has gone. */
  async gone(): Promise<void> {
    const isGone = () =>
      this.tooltip().then(
        () => false,
        () => true,
      );
    await until(`the icon of ${this.#service} is gone`, isGone);
  }

  /** A plain click. */
  async activate(): Promise<void> {
    await this.#call('/StatusNotifierItem', itemInterface, 'Activate', 'ii', [0, 0]);
  }

  async menu(): Promise<TrayEntry[]> {
    const path = String(await this.#property('Menu'));
    const [, layout] = (await this.#call(path, menuInterface, 'GetLayout', 'iias', [0, -1, []])) as [
      number,
      Layout,
    ];
    return entryOf(layout).children;
  }

  /** The words of the menu, entries of a submenu behind their own. */
  async labels(): Promise<string[]> {
    const flat = (entries: TrayEntry[]): string[] =>
      entries.flatMap(({ label, children }) => [...(label ? [label] : []), ...flat(children)]);
    return flat(await this.menu());
  }

  /** Clicks the entry with exactly this label, wherever in the menu it is. */
  async click(label: string): Promise<void> {
    const find = (entries: TrayEntry[]): TrayEntry | undefined => {
      for (const entry of entries) {
        const found = entry.label === label ? entry : find(entry.children);
        if (found) return found;
      }
      return undefined;
    };
    const entry = await until(`the menu has «${label}»`, async () => find(await this.menu()));
    const path = String(await this.#property('Menu'));
    const nothing = new dbus.Variant('s', '');
    await this.#call(path, menuInterface, 'Event', 'isvu', [entry.id, 'clicked', nothing, 0]);
  }

  async #property(name: string): Promise<unknown> {
    const properties = 'org.freedesktop.DBus.Properties';
    const body = [itemInterface, name];
    const [answer] = await this.#call('/StatusNotifierItem', properties, 'Get', 'ss', body);
    return (answer as Variant<unknown>).value;
  }

  async #call(
    path: string,
    face: string,
    member: string,
    signature: string,
    body: unknown[],
  ): Promise<unknown[]> {
    const message = new Message({
      destination: this.#service,
      path,
      interface: face,
      member,
      signature,
      body,
    });
    const answer = await this.#bus.call(message);
    return answer?.body ?? [];
  }
}

function entryOf([id, properties, children]: Layout): TrayEntry {
  const label = properties['label']?.value;
  return {
    id,
    // An underscore marks the letter that chooses the entry.
    label: typeof label === 'string' ? label.replaceAll('_', '') : '',
    children: children.map(({ value }) => entryOf(value)),
  };
}

class Watcher extends dbus.interface.Interface {
  readonly #register: (service: string) => void;

  constructor(register: (service: string) => void) {
    super(watcherName);
    this.#register = register;
  }

  RegisterStatusNotifierItem(service: string): void {
    this.#register(service);
  }

  get IsStatusNotifierHostRegistered(): boolean {
    return true;
  }

  get ProtocolVersion(): number {
    return 0;
  }
}

Watcher.configureMembers({
  methods: { RegisterStatusNotifierItem: { inSignature: 's' } },
  properties: {
    IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' },
    ProtocolVersion: { signature: 'i', access: 'read' },
  },
});

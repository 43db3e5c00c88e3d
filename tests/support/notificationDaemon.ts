/** A notification daemon on the tests' own bus: it keeps what a person would see, and clicks when told to. */
import dbus from 'dbus-next';

const busName = 'org.freedesktop.Notifications';
const { Interface } = dbus.interface;

export interface SeenNotification {
  id: number;
  /** Of the one it took the place of; 0: a new one. */
  replaces: number;
  title: string;
  /** As the daemon got it: markup. */
  body: string;
  actions: string[];
  urgency: number | null;
  /** When it came, by this process's monotonic clock, milliseconds. */
  at: number;
  /** It is no longer on the screen: taken back by the app, clicked, or put away. */
  closed: boolean;
}

class Notifications extends Interface {
  readonly seen: SeenNotification[] = [];

  Notify(
    _app: string,
    replaces: number,
    _icon: string,
    title: string,
    body: string,
    actions: string[],
    hints: Record<string, dbus.Variant>,
  ): number {
    const id = this.seen.length + 1;
    for (const other of this.seen) if (other.id === replaces) other.closed = true;
    const urgency = hints['urgency']?.value ?? null;
    this.seen.push({
      id,
      replaces,
      title,
      body,
      actions,
      urgency,
      at: performance.now(),
      closed: false,
    });
    return id;
  }

  CloseNotification(id: number): void {
    this.close(id, 3);
  }

  GetCapabilities(): string[] {
    return ['actions', 'body', 'body-markup', 'persistence'];
  }

  GetServerInformation(): string[] {
    return ['Chat3 tests', 'Chat3', '1', '1.2'];
  }

  // Signals answer their own arguments.
  ActionInvoked(id: number, action: string): [number, string] {
    return [id, action];
  }

  NotificationClosed(id: number, reason: number): [number, number] {
    return [id, reason];
  }

  /** Reasons: 1 expired, 2 put away by the person, 3 taken back by the app. */
  close(id: number, reason: number): void {
    const one = this.seen.find((notification) => notification.id === id);
    if (one === undefined || one.closed) return;
    one.closed = true;
    this.NotificationClosed(id, reason);
  }
}

Notifications.configureMembers({
  methods: {
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u' },
    GetCapabilities: { outSignature: 'as' },
    GetServerInformation: { outSignature: 'ssss' },
  },
  signals: { ActionInvoked: { signature: 'us' }, NotificationClosed: { signature: 'uu' } },
});

export class NotificationDaemon {
  readonly #bus: dbus.MessageBus;
  readonly #notifications: Notifications;

  private constructor(bus: dbus.MessageBus, notifications: Notifications) {
    this.#bus = bus;
    this.#notifications = notifications;
  }

  /** Resolves when it owns the name; one that owned it before gets it back at the end. */
  static async start(environment: NodeJS.ProcessEnv): Promise<NotificationDaemon> {
    const busAddress = environment['DBUS_SESSION_BUS_ADDRESS'];
    if (busAddress === undefined) throw new Error('There is no session bus to show notifications on.');
    const bus = dbus.sessionBus({ busAddress });
    const notifications = new Notifications(busName);
    bus.export('/org/freedesktop/Notifications', notifications);
    await bus.requestName(busName, dbus.NameFlag.ALLOW_REPLACEMENT | dbus.NameFlag.REPLACE_EXISTING);
    return new NotificationDaemon(bus, notifications);
  }

  /** Everything that ever came, oldest first. */
  get seen(): readonly SeenNotification[] {
    return this.#notifications.seen;
  }

  /** What is on the screen now. */
  get onScreen(): readonly SeenNotification[] {
    return this.seen.filter(({ closed }) => !closed);
  }

  /** As a person would: the daemon tells the app, and takes the notification off the screen. */
  click(id: number): void {
    this.#notifications.ActionInvoked(id, 'default');
    this.#notifications.close(id, 2);
  }

  putAway(id: number): void {
    this.#notifications.close(id, 2);
  }

  close(): void {
    this.#bus.disconnect();
  }
}

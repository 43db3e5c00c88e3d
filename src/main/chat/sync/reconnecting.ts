/** The walk after each connect, in this order: what the server can do, rooms, what waits to be sent, what was missed. */
import type { BridgeEvent } from '../../../shared/bridge.ts';
import type { Bus } from '../facts.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { maximumRetryDelayMs } from '../rest/backoff.ts';
import type { Ledger } from './ledger.ts';
import type { Sync } from './sync.ts';

export interface ReconnectingOptions {
  bus: Bus;
  link: {
    /** False once the connection of this epoch is gone. */
    isCurrent(epoch: number): boolean;
    caughtUp(epoch: number): void;
  };
  session: { featuresKnown(epoch: number): Promise<void> };
  rooms: { enter(): Promise<void> };
  outbox: Pick<Outbox, 'kickAll'>;
  sync: Pick<Sync, 'reconnected'>;
  ledger: Pick<Ledger, 'begin'>;
  openDialogId(): string | null;
  clock: Clock;
  random: Random;
  log: Log;
  emit(event: BridgeEvent): void;
  onFailed(error: unknown): void;
}

export function followConnections(options: ReconnectingOptions): void {
  const { bus, link, clock } = options;
  let connectedBefore = false;

  async function walk(epoch: number): Promise<void> {
    const finishEntry = options.ledger.begin(options.openDialogId());
    await options.session.featuresKnown(epoch);
    if (!link.isCurrent(epoch)) return;
    await options.rooms.enter();
    options.outbox.kickAll();
    const reconnected = await options.sync.reconnected();
    if (!link.isCurrent(epoch)) return;
    bus.tell('caughtUp');
    const { received, repaired, lost, firstMissedKey } = finishEntry(epoch, reconnected);
    if (connectedBefore) options.emit({ type: 'caughtUp', received, repaired, lost, firstMissedKey });
    connectedBefore = true;
  }

  /** One that failed is tried again on the same connection: live messages keep coming meanwhile. */
  async function run(epoch: number): Promise<void> {
    for (let attempt = 0; link.isCurrent(epoch); attempt++) {
      try {
        await walk(epoch);
        link.caughtUp(epoch);
        return;
      } catch (error) {
        // What was asked by a connection that is gone says nothing of the next one.
        if (!link.isCurrent(epoch)) return;
        options.log.warn('catchUp.failed', { epoch });
        options.onFailed(error);
        const pause = options.random() * maximumRetryDelayMs(attempt);
        await new Promise<void>((resolve) => clock.schedule(pause, resolve));
      }
    }
  }

  bus.on('connected', (epoch) => void run(epoch));
}

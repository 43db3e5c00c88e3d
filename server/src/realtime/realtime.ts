import type { Server } from 'socket.io';
import type { ServerContext } from '../context.ts';
import type { Bus } from '../relay/bus.ts';
import type { Admission } from './admission.ts';
import { Delivery } from './delivery.ts';
import { Hub } from './hub.ts';
import { OtherNodes } from './otherNodes.ts';
import { nowhereElse, Presence } from './presence.ts';
import { openSockets } from './sockets.ts';

export interface Realtime {
  /** No socket is looked after any more. */
  end: () => void;
  /** Resolves when everything has been told. */
  idle: () => Promise<void>;
}

/** The sockets of this process: who is there, and what they are told. `bus`: of a server of several processes. */
export function openRealtime(
  io: Server,
  context: ServerContext,
  {
    bus,
    admission,
    sweepIntervalMs,
  }: { bus: Bus | undefined; admission: Admission; sweepIntervalMs: number },
): Realtime {
  const { backend, relay, elapsed, log } = context;
  const hub = new Hub(io, elapsed);
  const elsewhere = bus ? new OtherNodes(bus, elapsed) : nowhereElse;
  const presence = new Presence({
    backend,
    hub,
    elsewhere,
    failed: (error) => log.error({ err: error }, 'presence could not be announced'),
  });
  const delivery = new Delivery({
    hub,
    presence,
    backend,
    failed: (error) => log.error({ err: error }, 'an old client could not be told'),
  });
  relay.listen(
    (events) => delivery.deliver(events),
    // Clients come back, and read what they missed.
    () => io.disconnectSockets(true),
  );
  elsewhere.start(
    () => presence.here(),
    (user) => presence.changed(user),
  );
  const endUpkeep = openSockets(io, { ...context, hub, presence, admission }, sweepIntervalMs);
  return {
    end: () => {
      endUpkeep();
      elsewhere.end();
    },
    idle: async () => {
      await presence.idle();
      await delivery.idle();
    },
  };
}

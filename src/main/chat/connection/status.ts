/** How the connection stands: what every part may ask, and what the page is told. */
import type { BridgeEvent } from '../../../shared/bridge.ts';
import type { ConnectionCut } from '../../../shared/diagnostics.ts';
import type { Feature, Timestamp } from '../../../shared/domain.ts';
import type { FileLimits } from '../../../shared/views.ts';
import type { Bus } from '../facts.ts';
import type { Journal } from '../journal.ts';
import type { Clock, ExplainOutage } from '../ports.ts';
import { type Connection, initialConnection, offlineView } from './connection.ts';
import { createOutage } from './outage.ts';

export type Status = ReturnType<typeof createStatus>;

export function createStatus(options: {
  bus: Bus;
  server: string;
  explainOutage?: ExplainOutage;
  clock: Clock;
  journal: Journal;
  /** Whether what was missed is here. */
  onLive(live: boolean): void;
  features(): Feature[];
  fileLimits(): FileLimits | null;
  emit(event: BridgeEvent): void;
}) {
  let connection: Connection = initialConnection;
  let retryAt: Timestamp | null = null;
  let view = offlineView(options.clock.now());
  const outage = createOutage({
    explain: async () => options.explainOutage?.(options.server) ?? null,
    onExplained: () => show(),
  });

  function show(cut: ConnectionCut | null = null): void {
    const { state, epoch } = connection;
    const problem = outage.problem();
    options.journal.connectionChanged(epoch, state, { cut, reason: problem });
    options.onLive(state === 'live');
    const since = state === view.state ? view.since : options.clock.now();
    const files = options.fileLimits();
    view = { state, since, retryAt, problem, features: options.features(), ...(files && { files }) };
    options.emit({ type: 'connection', connection: view });
  }

  const isUp = () => connection.state === 'catchingUp' || connection.state === 'live';
  options.bus.on('featuresTold', () => show());

  return {
    view: () => view,
    epoch: () => connection.epoch,
    /** The server can be asked. */
    isUp,
    isSignedIn: () => connection.state !== 'authRequired',
    moved(next: Connection, nextRetryAt: Timestamp | null, cut: ConnectionCut | null): void {
      [connection, retryAt] = [next, nextRetryAt];
      outage.follow(next.state);
      show(cut);
      if (!isUp()) options.bus.tell('disconnected');
    },
  };
}

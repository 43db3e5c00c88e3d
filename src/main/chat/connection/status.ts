/** How the connection stands: what every part may ask, and what the page is told. */
import type { BridgeEvent } from '../../../shared/bridge.ts';
import type { ErrorCode, Feature, Timestamp } from '../../../shared/domain.ts';
import type { Journal } from '../journal.ts';
import type { Clock } from '../ports.ts';
import { type Connection, initialConnection, offlineView } from './connection.ts';

export function createStatus(options: {
  clock: Clock;
  journal: Journal;
  features(): Feature[];
  emit(event: BridgeEvent): void;
}) {
  let connection: Connection = initialConnection;
  let retryAt: Timestamp | null = null;
  let problem: ErrorCode | null = null;
  let view = offlineView(options.clock.now());

  function show(): void {
    const { state, epoch } = connection;
    options.journal.connectionChanged(epoch, state, problem);
    const since = state === view.state ? view.since : options.clock.now();
    view = { state, since, retryAt, problem, features: options.features() };
    options.emit({ type: 'connection', connection: view });
  }

  return {
    view: () => view,
    epoch: () => connection.epoch,
    /** The server can be asked. */
    isUp: () => connection.state === 'catchingUp' || connection.state === 'live',
    isSignedIn: () => connection.state !== 'authRequired',
    moved(next: Connection, nextRetryAt: Timestamp | null, nextProblem: ErrorCode | null): void {
      [connection, retryAt, problem] = [next, nextRetryAt, nextProblem];
      show();
    },
    explained(nextProblem: ErrorCode | null): void {
      problem = nextProblem;
      show();
    },
    /** What the server can do is known now. */
    featuresChanged: show,
  };
}

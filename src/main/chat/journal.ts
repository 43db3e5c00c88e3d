/** The latest of what happened, for the diagnostics screen: ids and times, never text. */
import type { ConnectionChange, Diagnostics } from '../../shared/diagnostics.ts';
import type { ConnectionState } from '../../shared/domain.ts';
import type { EventName } from '../../shared/happenings.ts';
import type { Clock } from './ports.ts';
import { idIn } from './publicIds.ts';
import { createTraces } from './traces.ts';

/** No fewer than the recording has of a connection. */
const keptChanges = 300;
const keptEvents = 100;

export type Journal = ReturnType<typeof createJournal>;

export function createJournal(clock: Clock) {
  const changes: ConnectionChange[] = [];
  const events: Diagnostics['events'] = [];
  const traces = createTraces(clock);

  return {
    connectionChanged(
      epoch: number,
      state: ConnectionState,
      { cut, reason }: Pick<ConnectionChange, 'cut' | 'reason'>,
    ): void {
      if (changes[0]?.epoch === epoch && changes[0].state === state) {
        changes[0].reason ??= reason;
        return;
      }
      changes.unshift({ at: clock.now(), epoch, state, cut, reason });
      changes.length = Math.min(changes.length, keptChanges);
    },
    eventCame(name: EventName, payload: unknown): void {
      events.unshift({ at: clock.now(), name, about: idIn(payload) });
      events.length = Math.min(events.length, keptEvents);
    },
    traces,
    entries: (): Pick<Diagnostics, 'connectionHistory' | 'events' | 'traces'> => ({
      connectionHistory: [...changes],
      events: [...events],
      traces: traces.entries(),
    }),
  };
}

/** The latest of what happened, for the diagnostics screen: ids and times, never text. */
import type { Diagnostics } from '../../shared/diagnostics.ts';
import type { ConnectionState } from '../../shared/domain.ts';
import type { Clock } from './ports.ts';
import { createTraces } from './traces.ts';

const keptChanges = 50;
const keptEvents = 100;
/** Ids of the contract; anything else in a payload may be somebody's words. */
const publicId = /^(msg|dlg|usr)_[A-Za-z0-9_-]{1,64}$/;

export type Journal = ReturnType<typeof createJournal>;

export function createJournal(clock: Clock) {
  const changes: Diagnostics['connectionHistory'] = [];
  const events: Diagnostics['events'] = [];
  const traces = createTraces(clock);

  return {
    connectionChanged(epoch: number, state: ConnectionState, reason: string | null): void {
      if (changes[0]?.epoch === epoch && changes[0].state === state) {
        changes[0].reason ??= reason;
        return;
      }
      changes.unshift({ at: clock.now(), epoch, state, reason });
      changes.length = Math.min(changes.length, keptChanges);
    },
    eventCame(name: string, payload: unknown): void {
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

function idIn(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { messageId, dialogId, userId } = payload as Record<string, unknown>;
  const id = [messageId, dialogId, userId].find((value) => typeof value === 'string' && publicId.test(value));
  return typeof id === 'string' ? id : null;
}

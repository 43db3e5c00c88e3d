/** The latest of what happened, for the diagnostics screen: ids and times, never text. */
import type { ConnectionChange, Diagnostics, Hop, MessageTrace } from '../../shared/diagnostics.ts';
import type { ConnectionState } from '../../shared/domain.ts';
import type { EventName } from '../../shared/happenings.ts';
import type { Clock } from './ports.ts';
import { idIn } from './publicIds.ts';

/** No fewer than the recording has of a connection. */
const keptChanges = 300;
const keptEvents = 100;
const keptTraces = 200;
export type Journal = ReturnType<typeof createJournal>;

export function createJournal(clock: Clock) {
  const changes: ConnectionChange[] = [];
  const events: Diagnostics['events'] = [];
  const traces = new Map<string, MessageTrace & { startedAt: number }>();

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
    /** The message starts its way through this app here. */
    begin({ key, dialogId, own }: { key: string; dialogId: string; own: boolean }, hop: Hop): void {
      if (traces.has(key)) return;
      traces.set(key, { key, dialogId, own, hops: [{ hop, atMs: 0 }], startedAt: clock.elapsed() });
      const [oldest] = traces.keys();
      if (traces.size > keptTraces && oldest !== undefined) traces.delete(oldest);
    },
    /** Once a hop, and only for what began its way here: a page of history made none. */
    stamp(key: string, hop: Hop): void {
      const trace = traces.get(key);
      if (trace === undefined || trace.hops.some((known) => known.hop === hop)) return;
      trace.hops.push({ hop, atMs: Math.round(10 * (clock.elapsed() - trace.startedAt)) / 10 });
    },
    entries: (): Pick<Diagnostics, 'connectionHistory' | 'events' | 'traces'> => ({
      connectionHistory: [...changes],
      events: [...events],
      traces: [...traces.values()].reverse().map(({ startedAt: _, ...trace }) => trace),
    }),
  };
}

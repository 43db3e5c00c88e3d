/** The history of the connection as a picture: what it was from when to when, and where it broke. */
import type { ConnectionChange } from '../../shared/diagnostics.ts';
import type { ConnectionState, Timestamp } from '../../shared/domain.ts';

const minute = 60_000;
/** What the picture may span; the shortest that holds everything, or the longest. */
const spans = [10 * minute, 60 * minute, 6 * 60 * minute, 24 * 60 * minute];
/** Breaks nearer to each other than this share of the picture are one mark. */
const nearShare = 0.012;

/** Shares of the picture's width. */
export interface Stretch {
  since: Timestamp;
  state: ConnectionState;
  from: number;
  to: number;
}

export interface Break {
  /** Share of the picture's width. */
  at: number;
  /** Oldest first. */
  changes: ConnectionChange[];
}

export interface Timeline {
  from: Timestamp;
  to: Timestamp;
  stretches: Stretch[];
  breaks: Break[];
  /** How much of what is known was live; null where nothing is. */
  liveShare: number | null;
}

/** `history` is newest first. */
export function drawTimeline(history: ConnectionChange[], now: Timestamp): Timeline {
  // A wall clock that was set back would draw backwards.
  const changes = history.toReversed().filter(({ at }) => at <= now);
  const age = now - (changes[0]?.at ?? now);
  const span = spans.find((length) => length >= age) ?? Math.max(...spans);
  const from = now - span;
  const share = (at: Timestamp) => Math.min(1, Math.max(0, (at - from) / span));
  const stretches = changes
    .map(({ at, state }, index) => ({
      since: at,
      state,
      from: share(at),
      to: share(changes[index + 1]?.at ?? now),
    }))
    .filter((stretch) => stretch.to > stretch.from);
  const length = (some: Stretch[]) => some.reduce((sum, stretch) => sum + stretch.to - stretch.from, 0);
  const known = length(stretches);
  return {
    from,
    to: now,
    stretches,
    breaks: breaksOf(
      changes.filter(({ at }) => at >= from),
      share,
    ),
    liveShare: known === 0 ? null : length(stretches.filter(({ state }) => state === 'live')) / known,
  };
}

/** What was there and ended; attempts that came to nothing are seen by their colour. */
function breaksOf(changes: ConnectionChange[], share: (at: Timestamp) => number): Break[] {
  const breaks: Break[] = [];
  for (const change of changes) {
    if (change.cut === null || change.cut === 'unreachable' || change.cut === 'refused') continue;
    const at = share(change.at);
    const last = breaks.at(-1);
    if (last !== undefined && at - last.at < nearShare) last.changes.push(change);
    else breaks.push({ at, changes: [change] });
  }
  return breaks;
}

import type { ConnectionState, Timestamp } from '../../shared/domain.ts';

export type Banner = 'hidden' | 'offline' | 'connecting' | 'restored';

/** Short interruptions stay unmentioned, in milliseconds. */
export const showAfter = 2_000;
/** How long the good news stays, in milliseconds. */
export const restoredFor = 4_000;

export interface Outage {
  /** Since when the connection has not been live; null while it is. */
  since: Timestamp | null;
  /** When a banner that was showing ended. */
  restoredAt: Timestamp | null;
}

/** Keeps track of an interruption through the states of its attempts. */
export function followOutage(outage: Outage, state: ConnectionState, now: Timestamp): Outage {
  if (state !== 'live') return { since: outage.since ?? now, restoredAt: null };
  if (outage.since === null) return outage;
  return { since: null, restoredAt: now - outage.since >= showAfter ? now : null };
}

export function bannerOf(outage: Outage, state: ConnectionState, now: Timestamp): Banner {
  if (outage.since !== null && state !== 'live') {
    if (now - outage.since < showAfter) return 'hidden';
    return state === 'offline' || state === 'waiting' ? 'offline' : 'connecting';
  }
  return outage.restoredAt !== null && now - outage.restoredAt < restoredFor ? 'restored' : 'hidden';
}

/** Milliseconds until `bannerOf` answers something else by itself; null: it will not. */
export function nextChange(outage: Outage, now: Timestamp): number | null {
  const at = outage.since !== null ? outage.since + showAfter : (outage.restoredAt ?? 0) + restoredFor;
  return at > now ? at - now : null;
}

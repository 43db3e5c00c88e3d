/** Whether a message is shown as a notification: the whole policy, and nothing but it. */
import type { Settings } from '../../../shared/settings.ts';

export interface Situation {
  /** Written by the person here, on whatever device. */
  own: boolean;
  /** Older than the first look of this account here, or paged back. */
  old: boolean;
  /** It was shown, or kept from being shown, before. */
  announced: boolean;
  /** Read meanwhile, here or on another device, or taken back. */
  read: boolean;
  /** It names the person. */
  mention: boolean;
  /** Its chat is silenced. */
  muted: boolean;
  /** Its chat is the open one. */
  open: boolean;
  windowFocused: boolean;
  /** Neither minimised nor hidden. */
  windowVisible: boolean;
  /** Milliseconds since 1970, local clock. */
  now: number;
  /** Whole minutes since midnight, local time. */
  minuteOfDay: number;
  doNotDisturbUntil: Settings['doNotDisturbUntil'];
  quietHours: Settings['quietHours'];
}

export type Reason =
  | 'own'
  | 'old'
  | 'announced'
  | 'read'
  | 'muted'
  | 'inView'
  | 'doNotDisturb'
  | 'quietHours'
  | 'news';

export function decide(situation: Situation): { show: boolean; reason: Reason } {
  const reason = reasonOf(situation);
  return { show: reason === 'news', reason };
}

function reasonOf(situation: Situation): Reason {
  if (situation.own) return 'own';
  if (situation.old) return 'old';
  if (situation.announced) return 'announced';
  if (situation.read) return 'read';
  if (situation.muted && !situation.mention) return 'muted';
  if (isInView(situation)) return 'inView';
  if ((situation.doNotDisturbUntil ?? 0) > situation.now) return 'doNotDisturb';
  if (isQuiet(situation.quietHours, situation.minuteOfDay)) return 'quietHours';
  return 'news';
}

export function isInView(view: Pick<Situation, 'open' | 'windowFocused' | 'windowVisible'>): boolean {
  return view.open && view.windowFocused && view.windowVisible;
}

/** From the first minute up to the last, which is loud again; over midnight where that comes first. Equal ends: never. */
function isQuiet(hours: Settings['quietHours'], minute: number): boolean {
  if (hours === null) return false;
  const { from, to } = hours;
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

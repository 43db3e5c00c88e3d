import type { Timestamp } from '../../shared/domain.ts';
import { daysAgo } from '../format/time.ts';

const units = [
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
] as const;

/** «0,4 мс», «12 мс», «1,5 с», «3 мин», «2 ч». */
export function formatDuration(locale: string, ms: number): string {
  const { unit, ms: each } = units.find((candidate) => ms >= candidate.ms) ?? { unit: 'millisecond', ms: 1 };
  const amount = ms / each;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount);
}

/** «38,25 мс»: as it was measured. */
export function formatMs(locale: string, ms: number): string {
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'millisecond',
    unitDisplay: 'short',
    maximumFractionDigits: 2,
  }).format(ms);
}

/** «14:05:03,120» of today, else with the day. */
export function formatMoment(locale: string, at: Timestamp, now: Timestamp): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    ...(daysAgo(at, now) === 0 ? {} : { day: 'numeric', month: 'long' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(at);
}

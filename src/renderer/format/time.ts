import type { Timestamp } from '../../shared/domain.ts';

const cache = new Map<string, Intl.DateTimeFormat>();

/** Formatters keep the time zone they were made in, and the computer may be taken to another: told by a year's offsets. */
function zone(): string {
  const now = new Date();
  const year = now.getFullYear();
  return [now, new Date(year, 0), new Date(year, 6)].map((date) => date.getTimezoneOffset()).join();
}

/** `Intl` formatters cost 50 µs to make and lists ask for thousands. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + zone() + JSON.stringify(options);
  const known = cache.get(key);
  if (known) return known;
  // English means day before month here.
  const made = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options);
  cache.set(key, made);
  return made;
}

/** Midnight of the local day. */
export function startOfDay(time: Timestamp): Timestamp {
  return new Date(time).setHours(0, 0, 0, 0);
}

/** Calendar days from `time` to `now`; rounding takes the hour of daylight saving away. */
export function daysAgo(time: Timestamp, now: Timestamp): number {
  return Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000);
}

/** «14:05» in every language. */
export function formatTime(locale: string, time: Timestamp): string {
  return formatter(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(time);
}

/** «14:05:32», for what happens several times a minute. */
export function formatClock(locale: string, time: Timestamp): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
  return formatter(locale, { ...options, hourCycle: 'h23' }).format(time);
}

function formatDay(locale: string, time: Timestamp, now: Timestamp, month: 'short' | 'long'): string {
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month };
  return formatter(locale, sameYear ? options : { ...options, year: 'numeric' }).format(time);
}

function relativeDay(locale: string, days: number): string {
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
}

/** For the chat list: «14:05», «вчера», «4 нояб.», «4 нояб. 2023 г.». */
export function formatListTime(locale: string, time: Timestamp, now: Timestamp): string {
  const days = daysAgo(time, now);
  if (days <= 0) return formatTime(locale, time);
  return days === 1 ? relativeDay(locale, 1) : formatDay(locale, time, now, 'short');
}

/** Between messages: «Сегодня», «Вчера», «4 ноября», «4 ноября 2023 г.». */
export function formatDayLabel(locale: string, time: Timestamp, now: Timestamp): string {
  const days = daysAgo(time, now);
  const label = days === 0 || days === 1 ? relativeDay(locale, days) : formatDay(locale, time, now, 'long');
  return label.charAt(0).toLocaleUpperCase(locale) + label.slice(1);
}

/** «27.11.2026». */
export function formatDate(locale: string, time: Timestamp): string {
  return formatter(locale, { day: '2-digit', month: '2-digit', year: 'numeric' }).format(time);
}

/** «27.11.2026 14:03», above a copied message. */
export function formatStamp(locale: string, time: Timestamp): string {
  return `${formatDate(locale, time)} ${formatTime(locale, time)}`;
}

/** «4 ноября, 14:05», for tooltips. */
export function formatFullTime(locale: string, time: Timestamp): string {
  return formatter(locale, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' }).format(time);
}

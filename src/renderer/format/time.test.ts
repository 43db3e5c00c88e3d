import { afterEach, describe, expect, it, vi } from 'vitest';
import { daysAgo, formatDayLabel, formatListTime, formatStamp, formatTime, startOfDay } from './time.ts';

const now = new Date(2026, 10, 23, 12, 0).getTime();
const at = (year: number, month: number, day: number, hour = 9, minute = 5) =>
  new Date(year, month - 1, day, hour, minute).getTime();

describe('formatListTime', () => {
  it.each([
    [at(2026, 11, 23), '09:05'],
    [at(2026, 11, 23, 0, 0), '00:00'],
    [at(2026, 11, 22, 23, 59), 'вчера'],
    [at(2026, 11, 4), '4 нояб.'],
    [at(2025, 11, 4), '4 нояб. 2025 г.'],
    // A clock that runs ahead on the server is no reason to show tomorrow's date.
    [at(2026, 11, 24), '09:05'],
  ])('%s → %s', (time, shown) => {
    expect(formatListTime('ru', time, now)).toBe(shown);
  });

  it('speaks English', () => {
    expect(formatListTime('en', at(2026, 11, 22), now)).toBe('yesterday');
    expect(formatListTime('en', at(2026, 11, 4), now)).toBe('4 Nov');
    expect(formatTime('en', at(2026, 11, 4, 23, 7))).toBe('23:07');
  });
});

describe('formatDayLabel', () => {
  it.each([
    [at(2026, 11, 23), 'Сегодня'],
    [at(2026, 11, 22), 'Вчера'],
    [at(2026, 11, 4), '4 ноября'],
    [at(2024, 2, 29), '29 февраля 2024 г.'],
  ])('%s → %s', (time, shown) => {
    expect(formatDayLabel('ru', time, now)).toBe(shown);
  });
});

it('counts calendar days, not spans of 24 hours', () => {
  expect(daysAgo(at(2026, 11, 22, 23, 59), at(2026, 11, 23, 0, 1))).toBe(1);
  expect(daysAgo(at(2026, 11, 23, 0, 1), at(2026, 11, 23, 23, 59))).toBe(0);
});

describe('in another time zone', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    ['Asia/Kathmandu', '01:45', '28.11.2026 01:45'],
    ['America/New_York', '15:00', '27.11.2026 15:00'],
    // The same offset at that moment as the zone before it, and another in summer.
    ['Africa/Lagos', '21:00', '27.11.2026 21:00'],
  ])('%s: times and days are of that place at once', (zone, time, stamp) => {
    const moment = Date.UTC(2026, 10, 27, 20, 0);
    vi.stubEnv('TZ', 'Europe/Berlin');
    expect([formatTime('ru', moment), formatStamp('ru', moment)]).toEqual(['21:00', '27.11.2026 21:00']);
    vi.stubEnv('TZ', zone);
    expect([formatTime('ru', moment), formatStamp('ru', moment)]).toEqual([time, stamp]);
    expect(new Date(startOfDay(moment)).getHours()).toBe(0);
  });

  it('also where only the summer differs', () => {
    const summer = Date.UTC(2026, 6, 1, 20, 0);
    vi.stubEnv('TZ', 'Europe/Berlin');
    expect(formatTime('ru', summer)).toBe('22:00');
    vi.stubEnv('TZ', 'Africa/Lagos');
    expect(formatTime('ru', summer)).toBe('21:00');
  });
});

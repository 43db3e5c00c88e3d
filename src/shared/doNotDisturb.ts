/** What may be chosen for «Не беспокоить», in the settings and in the tray. */
export type DoNotDisturbChoice = 'halfHour' | 'hour' | 'tomorrow' | 'off';

const minuteMs = 60_000;

/** Until when notifications stay away, in milliseconds since 1970; null: they do not. `now` likewise, by the local clock. */
export function doNotDisturbUntil(choice: DoNotDisturbChoice, now: number): number | null {
  switch (choice) {
    case 'halfHour':
      return now + 30 * minuteMs;
    case 'hour':
      return now + 60 * minuteMs;
    case 'tomorrow':
      return tomorrowMorning(now);
    case 'off':
      return null;
  }
}

/** The next nine in the morning that is not today's. */
function tomorrowMorning(now: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + 1);
  return date.setHours(9, 0, 0, 0);
}

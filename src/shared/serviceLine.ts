/** What counts as a service line: one that a server wrote into a group itself. */

/** Of every service line our server writes: no user has this id. */
export const serviceSenderId = 'system';

/**
 * A service line is no message of anybody: it is never unread, never notified of, has no ticks and takes no reaction,
 * and no search finds it. Local histories know the same rule in SQL.
 */
export function isServiceLine(type: string): boolean {
  return /^system(\.|$)/i.test(type);
}

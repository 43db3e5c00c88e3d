import { expect, it } from 'vitest';
import { isUnread } from './unread.ts';

it.each([
  [0, false, false],
  [1, false, true],
  [0, true, true],
  [5_000, true, true],
])('%i unread messages, marked by hand %s: %s', (unreadCount, markedUnread, expected) => {
  expect(isUnread({ unreadCount, markedUnread })).toBe(expected);
});

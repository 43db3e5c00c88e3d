import { expect, it } from 'vitest';
import { message } from '../testing/message.ts';
import { ReadTracker, readAfter } from './readTracker.ts';

const [a, b, c] = ['a', 'b', 'c'].map((key, index) => message(key, { createdAt: index })) as [
  ReturnType<typeof message>,
  ReturnType<typeof message>,
  ReturnType<typeof message>,
];

it('marks the lowest message that was in sight long enough (S9.2)', () => {
  const tracker = new ReadTracker();
  tracker.see([a, b], 0);
  expect(tracker.due(readAfter - 1)).toEqual({ key: null, next: 1 });
  expect(tracker.due(readAfter)).toEqual({ key: 'b', next: null });
  expect(tracker.due(readAfter + 1)).toEqual({ key: null, next: null });
});

it('is not held up by messages that keep coming', () => {
  const tracker = new ReadTracker();
  tracker.see([a], 0);
  tracker.see([a, b], 400);
  expect(tracker.due(readAfter)).toEqual({ key: 'a', next: 400 });
  tracker.see([a, b, c], 800);
  expect(tracker.due(900)).toEqual({ key: 'b', next: 400 });
});

it('starts over for a message that was out of sight', () => {
  const tracker = new ReadTracker();
  tracker.see([a], 0);
  tracker.see([], 300);
  tracker.see([a], 400);
  expect(tracker.due(readAfter).key).toBeNull();
  expect(tracker.due(400 + readAfter).key).toBe('a');
});

it('never goes back, and passes over own and unsent messages (S9.1)', () => {
  const tracker = new ReadTracker();
  tracker.see([c], 0);
  expect(tracker.due(readAfter).key).toBe('c');
  const unsent = message('unsent', { id: null, state: 'queued', own: true, createdAt: 99 });
  const own = message('own', { own: true, createdAt: 98 });
  tracker.see([a, b, own, unsent], 1_000);
  expect(tracker.due(9_000)).toEqual({ key: null, next: null });
});

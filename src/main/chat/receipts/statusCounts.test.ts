import { expect, test } from 'vitest';
import type { RemoteStatusCounts } from '../../../shared/remote.ts';
import { someReaderId } from '../../../shared/someReader.ts';
import { provenStatuses } from './statusCounts.ts';

const counts = (unread: number, delivered: number, read: number): RemoteStatusCounts => ({
  unread,
  delivered,
  read,
});
const proven = (statusCounts: RemoteStatusCounts | undefined, peerId: string | null, senderId = 'me') =>
  provenStatuses({ senderId, ...(statusCounts === undefined ? {} : { statusCounts }) }, 'me', peerId);

test.each([
  ['nobody', counts(0, 0, 0), null],
  ['not yet', counts(1, 0, 0), null],
  ['the other, alone counted', counts(0, 0, 1), 'read'],
  ['delivered to the other', counts(0, 1, 0), 'delivered'],
  ['the sender alone, counted as one who read', counts(1, 0, 1), null],
  ['the sender alone, delivered', counts(1, 1, 0), null],
  ['one of the two, who knows which', counts(0, 1, 1), 'delivered'],
  ['both', counts(0, 0, 2), 'read'],
])('in a chat of two: %s', (_what, matrix, status) => {
  expect(proven(matrix, 'other')).toEqual(status === null ? [] : [{ userId: 'other', status }]);
});

test.each([
  ['one may be the sender', counts(4, 0, 1), null],
  ['one of two is another', counts(3, 0, 2), 'read'],
  ['delivered to one beside the sender', counts(3, 1, 1), 'delivered'],
  ['one alone, though nobody else is counted', counts(0, 0, 1), null],
])('in a group: %s', (_what, matrix, status) => {
  expect(proven(matrix, null)).toEqual(status === null ? [] : [{ userId: someReaderId, status }]);
});

test('messages of others and copies without counts prove nothing (S9.9)', () => {
  expect(proven(counts(0, 0, 2), 'other', 'other')).toEqual([]);
  expect(proven(undefined, 'other')).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import type { Mark } from '../../shared/domain.ts';
import { someReaderId } from '../../shared/someReader.ts';
import { message } from '../testing/message.ts';
import { countReaders, reachOfOthers, tickOf } from './ticks.ts';

const mark = (userId: string, changes: Partial<Mark>): Mark => ({
  userId,
  deliveredSeq: 0,
  readSeq: 0,
  deliveredAt: 0,
  readAt: 0,
  ...changes,
});
const own = message('own', { own: true, senderId: 'me', seq: 10, createdAt: 5_000 });
const tick = (marks: Mark[], of = own) => tickOf(of, reachOfOthers(marks, 'me'));

describe('tickOf', () => {
  it('says nothing about the messages of others', () => {
    expect(tick([], message('theirs'))).toBeNull();
  });

  it.each(['queued', 'failed', 'held'] as const)('shows %s whatever the marks say', (state) => {
    expect(tick([mark('other', { readSeq: 99, readAt: 9_999 })], { ...own, state })).toBe(state);
  });

  it('is sent until somebody else got it', () => {
    expect(tick([])).toBe('sent');
    expect(tick([mark('other', { deliveredSeq: 9, readSeq: 9, deliveredAt: 4_999, readAt: 4_999 })])).toBe(
      'sent',
    );
    expect(tick([mark('me', { readSeq: 10, readAt: 5_000 })])).toBe('sent');
  });

  it.each([{ deliveredSeq: 10 }, { deliveredAt: 5_000 }])('is delivered by %o', (changes) => {
    expect(tick([mark('other', changes)])).toBe('delivered');
  });

  it.each([{ readSeq: 10 }, { readAt: 5_000 }])('is read by %o', (changes) => {
    expect(tick([mark('slow', {}), mark('other', changes)])).toBe('read');
  });

  it('goes by time where the server has no numbers', () => {
    const unnumbered = { ...own, seq: null };
    expect(tick([mark('other', { readSeq: 99 })], unnumbered)).toBe('sent');
    expect(tick([mark('other', { readAt: 5_000 })], unnumbered)).toBe('read');
  });
});

it('counts the others who have read', () => {
  const marks = [
    mark('me', { readSeq: 10 }),
    mark('a', { readSeq: 10 }),
    mark('b', { readAt: 5_000 }),
    mark('c', { readSeq: 9 }),
  ];
  expect(countReaders(own, marks, 'me')).toBe(2);
  expect(countReaders({ ...own, state: 'queued' }, marks, 'me')).toBe(0);
});

it('is read by somebody whom the server does not name, and who is no reader to be counted', () => {
  const marks = [mark(someReaderId, { readAt: 5_000 })];
  expect(tick(marks)).toBe('read');
  expect(countReaders(own, marks, 'me')).toBe(0);
});

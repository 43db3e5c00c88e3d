import { describe, expect, it } from 'vitest';
import { message } from '../testing/message.ts';
import { groupingSpan, layoutRow } from './rows.ts';

const noon = new Date(2026, 10, 23, 12, 0).getTime();
const at = (createdAt: number, changes = {}) => message(`m${createdAt}`, { createdAt, ...changes });

describe('layoutRow', () => {
  it('groups what one person writes within five minutes', () => {
    expect(layoutRow(at(noon + groupingSpan - 1), at(noon), null).startsGroup).toBe(false);
    expect(layoutRow(at(noon + groupingSpan), at(noon), null).startsGroup).toBe(true);
    expect(layoutRow(at(noon + 1, { senderId: 'third' }), at(noon), null).startsGroup).toBe(true);
  });

  it('starts a group after anything that stands between', () => {
    const next = at(noon + 1);
    expect(layoutRow(next, at(noon), next.key).startsGroup).toBe(true);
    expect(layoutRow(next, at(noon, { type: 'system.join' }), null).startsGroup).toBe(true);
    expect(layoutRow(next, undefined, null).startsGroup).toBe(true);
  });

  it('starts a day at local midnight', () => {
    const midnight = new Date(2026, 10, 24).getTime();
    expect(layoutRow(at(midnight), at(midnight - 1), null)).toMatchObject({
      startsDay: true,
      startsGroup: true,
    });
    expect(layoutRow(at(noon + 1), at(noon), null).startsDay).toBe(false);
    expect(layoutRow(at(noon), undefined, null).startsDay).toBe(true);
  });

  it('does not bring yesterday back for what has not been sent', () => {
    const yesterday = at(noon - 86_400_000, { state: 'held', own: true });
    const queued = at(noon, { state: 'queued', own: true });
    expect(layoutRow(yesterday, at(noon), null).startsDay).toBe(false);
    expect(layoutRow(queued, yesterday, null).startsDay).toBe(false);
    expect(layoutRow(queued, at(noon - 86_400_000), null).startsDay).toBe(true);
  });

  it('puts the divider above the first unread message', () => {
    const first = at(noon);
    expect(layoutRow(first, undefined, first.key).startsUnread).toBe(true);
    expect(layoutRow(at(noon + 1), first, first.key).startsUnread).toBe(false);
  });
});

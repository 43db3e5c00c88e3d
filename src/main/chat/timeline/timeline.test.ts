import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../../shared/domain.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import {
  certifyLive,
  compareMessages,
  comparePositions,
  extendInterval,
  isHint,
  mergeCopy,
  type NamedRemoteMessage,
} from './timeline.ts';

function copy(change: Partial<NamedRemoteMessage> = {}): NamedRemoteMessage {
  return {
    messageId: 'msg_1',
    aliases: ['msg_1'],
    dialog: { dialogId: 'dlg_1', databaseId: null },
    dialogId: 'dlg_1',
    senderId: 'usr_a',
    content: 'Привет',
    type: 'text',
    createdAt: 1_000,
    meta: {},
    clientMessageId: 'client',
    seq: null,
    rev: null,
    statuses: null,
    reactionCounts: null,
    ownReactions: null,
    ...change,
  };
}

const pending: Message = {
  ...mergeCopy(null, copy()),
  key: 'client',
  id: null,
  createdAt: 5,
  state: 'queued',
};

test('a copy of an own pending message becomes that row, with the server’s id and time (S4.1)', () => {
  expect(mergeCopy(pending, copy())).toMatchObject({
    key: 'client',
    id: 'msg_1',
    createdAt: 1_000,
    state: 'sent',
  });
});

test('two stored rows of one send fold into the lower one, whichever comes first (S4.3)', () => {
  const low = copy({ messageId: 'msg_1', createdAt: 1_000 });
  const high = copy({ messageId: 'msg_2', createdAt: 2_000 });
  const lowFirst = mergeCopy(mergeCopy(pending, low), high);
  const highFirst = mergeCopy(mergeCopy(pending, high), low);
  expect(lowFirst).toEqual(highFirst);
  expect(lowFirst).toMatchObject({ id: 'msg_1', createdAt: 1_000 });
});

test('a copy that does not tell reactions leaves them (S4.7)', () => {
  const reacted = mergeCopy(null, copy({ reactionCounts: { '👍': 2, '👎': 0 } }));
  expect(reacted.reactions).toEqual([{ emoji: '👍', count: 2, mine: false }]);
  expect(mergeCopy(reacted, copy()).reactions).toEqual(reacted.reactions);
});

test('a copy without its own id, or one that may be cut, is a hint (S4.4)', () => {
  const nameless: RemoteMessage = { ...copy(), messageId: null };
  expect(isHint(nameless, 'rest', true)).toBe(true);
  const long = copy({ content: 'x'.repeat(4_096) });
  expect(isHint(long, 'socket', false)).toBe(true);
  expect(isHint(long, 'socket', true)).toBe(false);
  expect(isHint(long, 'rest', false)).toBe(false);
});

const position = fc.record({
  createdAt: fc.integer({ min: 0, max: 5 }),
  id: fc.constantFrom('a', 'b', 'c'),
  seq: fc.constant(null),
});

test('the order is total and transitive, pending messages last (S5.1, S5.2)', () => {
  const message = fc.tuple(position, fc.boolean()).map(
    ([at, isPending]): Message => ({
      ...pending,
      key: at.id,
      id: isPending ? null : at.id,
      createdAt: at.createdAt,
    }),
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
      const sorted = [...messages].sort(compareMessages);
      for (let low = 0; low < sorted.length; low++) {
        for (let high = low; high < sorted.length; high++) {
          const [a, b] = [sorted[low], sorted[high]];
          if (a && b) expect(compareMessages(a, b)).toBeLessThanOrEqual(0);
        }
      }
      const firstPending = sorted.findIndex((entry) => entry.id === null);
      if (firstPending >= 0)
        expect(sorted.slice(firstPending).every((entry) => entry.id === null)).toBe(true);
    }),
  );
});

const interval = fc.tuple(position, position, fc.boolean()).map(([a, b, reachedStart]) => ({
  from: comparePositions(a, b) <= 0 ? a : b,
  to: comparePositions(a, b) <= 0 ? b : a,
  reachedStart,
}));

test('an interval only grows by a walk that touches it; a walk apart replaces it (S6.5)', () => {
  fc.assert(
    fc.property(interval, interval, (known, walk) => {
      const joined = extendInterval(known, walk);
      const apart = comparePositions(walk.from, known.to) > 0 || comparePositions(walk.to, known.from) < 0;
      if (apart) expect(joined).toEqual(walk);
      else {
        expect(comparePositions(joined.from, known.from)).toBeLessThanOrEqual(0);
        expect(comparePositions(joined.from, walk.from)).toBeLessThanOrEqual(0);
        expect(comparePositions(joined.to, known.to)).toBeGreaterThanOrEqual(0);
        expect(comparePositions(joined.to, walk.to)).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test('a live message is certified only when its seq follows (S6.4)', () => {
  const known = {
    from: { createdAt: 1, id: 'a', seq: 1 },
    to: { createdAt: 5, id: 'e', seq: 5 },
    reachedStart: true,
  };
  const next = { createdAt: 6, id: 'f', seq: 6 };
  expect(certifyLive(known, next)?.to).toEqual(next);
  expect(certifyLive(known, { ...next, seq: 7 })).toBe(known);
  expect(certifyLive(known, { ...next, seq: null })).toBe(known);
});

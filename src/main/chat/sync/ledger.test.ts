import { expect, test } from 'vitest';
import { createLedger } from './ledger.ts';

type Options = Parameters<typeof createLedger>[0];

/** A dialog in which nothing is open, and a count of what came. */
function setUp() {
  let received = 3;
  const store = { newestSent: () => null, messagesAfter: () => [] } as unknown as Options['store'];
  const ledger = createLedger({
    store,
    directory: { records: () => [] } as unknown as Options['directory'],
    clock: { now: () => 0 } as unknown as Options['clock'],
    ownUserId: 'usr_a',
    receivedFromOthers: () => received,
    duplicatesDropped: () => 0,
  });
  return {
    ledger,
    receive: (count: number) => {
      received += count;
    },
  };
}

test('what came in a catch-up that was broken off is told by the one that ends (S7.1)', () => {
  const { ledger, receive } = setUp();
  ledger.begin(null);
  receive(10);
  const finish = ledger.begin(null);
  receive(2);
  expect(finish(1).received).toBe(12);
  expect(ledger.entries()).toHaveLength(1);
});

test('what came between two catch-ups came live, and is of neither', () => {
  const { ledger, receive } = setUp();
  ledger.begin(null)(1);
  receive(5);
  const finish = ledger.begin(null);
  receive(1);
  expect(finish(2).received).toBe(1);
});

import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import { createBus } from '../facts.ts';
import { followConnections } from './reconnecting.ts';

/** `fails`: how often the dialogs cannot be read. */
function setUp({ fails = 0 } = {}) {
  const clock = createVirtualClock(0);
  const bus = createBus();
  const happened: string[] = [];
  let current = 0;
  let failures = fails;
  const note = (what: string) => void happened.push(what);
  bus.on('caughtUp', () => note('told'));
  followConnections({
    bus,
    link: {
      isCurrent: (epoch) => epoch === current,
      caughtUp: (epoch) => {
        if (epoch === current) note(`caught up ${epoch}`);
      },
    },
    session: { featuresKnown: async () => note('features') },
    rooms: { enter: async () => note('rooms') },
    outbox: { kickAll: () => note('outbox') },
    sync: {
      reconnected: async () => {
        note('dialogs');
        if (failures-- > 0) throw new Error('no answer');
        return { tracked: [], awaited: [] };
      },
    },
    ledger: {
      begin: () => () => ({ received: 0, repaired: 0, lost: 0, firstMissedKey: null }),
    },
    openDialogId: () => null,
    clock,
    random: () => 0.5,
    log: { info: () => {}, warn: note },
    emit: ({ type }) => note(`page: ${type}`),
    onFailed: (error) => note(String(error)),
  });
  return {
    clock,
    happened,
    connect(epoch: number): void {
      current = epoch;
      bus.tell('connected', epoch);
    },
    disconnect: () => {
      current = 0;
    },
  };
}

const walk = ['features', 'rooms', 'outbox', 'dialogs'];

test('features, rooms, the queue, what was missed: in this order; a person is told of it from the second time on', async () => {
  const { clock, happened, connect } = setUp();
  connect(1);
  await clock.runUntil(1);
  expect(happened).toEqual([...walk, 'told', 'caught up 1']);
  happened.length = 0;
  connect(2);
  await clock.runUntil(2);
  expect(happened).toEqual([...walk, 'told', 'page: caughtUp', 'caught up 2']);
});

test('what failed is tried again on the same connection, later', async () => {
  const { clock, happened, connect } = setUp({ fails: 1 });
  connect(1);
  await clock.runUntil(1);
  expect(happened).toEqual([...walk, 'catchUp.failed', 'Error: no answer']);
  happened.length = 0;
  await clock.runUntil(60_000);
  expect(happened).toEqual([...walk, 'told', 'caught up 1']);
});

test('what an older connection still brings changes nothing (S1.2)', async () => {
  const { clock, happened, connect, disconnect } = setUp({ fails: 1 });
  connect(1);
  disconnect();
  await clock.runUntil(60_000);
  expect(happened).toEqual(['features']);
});

import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import type { Difference } from '../../../shared/diagnostics.ts';
import type { Message } from '../../../shared/domain.ts';
import type { DialogRecord, HistoryStore } from '../store.ts';
import { StoreError } from '../store.ts';
import type { Comparison } from './comparing.ts';
import { createLedger } from './ledger.ts';

const nothingRead = { tracked: [], awaited: [] };
const dialogId = 'dlg_1';

function message(key: string, more: Partial<Message> = {}): Message {
  const place = { id: key, clientMessageId: null, createdAt: Number(key.slice(4)), seq: null };
  const said = { content: key, type: 'text', failure: null, reactions: [], meta: {} };
  return { key, dialogId, senderId: 'usr_b', state: 'sent', ...place, ...said, ...more };
}

/** A dialog in which nothing is open, and a count of what came. */
function setUp({
  store = createMemoryHistory(),
  records = [] as Pick<DialogRecord, 'dialogId' | 'certified'>[],
} = {}) {
  let received = 3;
  const clock = createVirtualClock(1_000);
  const warned: string[] = [];
  const ledger = createLedger({
    store,
    directory: { records: () => records as DialogRecord[] },
    clock,
    log: { info: () => {}, warn: (event) => void warned.push(event) },
    ownUserId: 'usr_a',
    receivedFromOthers: () => received,
    duplicatesDropped: () => 0,
  });
  return {
    ledger,
    clock,
    store,
    warned,
    receive: (count: number) => {
      received += count;
    },
    /** A look at the dialog that found this. */
    look: (found: Partial<Comparison> = {}) =>
      ledger.compared({
        ...{ dialogId, from: null, to: null, repaired: 0, differences: [], doubts: [], served: new Set() },
        ...found,
      }),
  };
}

const extra: Difference = { kind: 'extra', id: 'msg_7' };
const absent: Difference = { kind: 'absent', id: 'msg_7' };

test('what came in a catch-up that was broken off is told by the one that ends (S7.1)', () => {
  const { ledger, receive } = setUp();
  ledger.begin(null);
  receive(10);
  const finish = ledger.begin(null);
  receive(2);
  expect(finish(1, nothingRead).received).toBe(12);
  expect(ledger.entries()).toHaveLength(1);
});

test('what came between two catch-ups came live, and is of neither', () => {
  const { ledger, receive } = setUp();
  ledger.begin(null)(1, nothingRead);
  receive(5);
  const finish = ledger.begin(null);
  receive(1);
  expect(finish(2, nothingRead).received).toBe(1);
});

test('an entry tells what was compared, repaired and found to differ, by dialog (S22.1)', async () => {
  const { ledger, clock, look } = setUp();
  const finish = ledger.begin(null);
  look({ repaired: 2 });
  look({ repaired: 1, differences: [absent] });
  look({ dialogId: 'dlg_2' });
  await clock.runUntil(1_250);
  const awaited = ['dlg_3'];
  expect(finish(4, { tracked: ['dlg_2', 'dlg_3', 'dlg_4'], awaited })).toMatchObject({
    repaired: 3,
    lost: 1,
  });
  expect(ledger.entries()).toMatchObject([
    {
      ...{ number: 1, at: 1_250, epoch: 4, durationMs: 250, compared: 3, awaited },
      ...{ repaired: 3, lost: 1, differences: 1 },
      ranges: [{ dialogId, repaired: 3, differences: [absent] }],
    },
  ]);
});

test('what no page has any more is no difference once it is shown as removed (S6.14, S22.2)', async () => {
  const { ledger, clock, store, look } = setUp();
  store.saveMessage(message('msg_7'));
  store.addAliases('msg_7', ['msg_7']);
  const finish = ledger.begin(null);
  look({ doubts: [extra] });
  finish(1, nothingRead);
  expect(ledger.entries()[0]).toMatchObject({ differences: 0, vanished: 0 });
  await clock.runUntil(clock.now() + 31_000);
  store.saveMessage(message('msg_7', { removed: 'missing' }));
  look();
  expect(ledger.entries()[0]).toMatchObject({ differences: 0, vanished: 1, ranges: [] });
});

test('what no page has a second time, and stays, is a difference of the same reconnect (S22.2)', async () => {
  const { ledger, clock, store, look } = setUp();
  store.saveMessage(message('msg_7'));
  store.addAliases('msg_7', ['msg_7']);
  ledger.begin(null)(1, nothingRead);
  look({ doubts: [extra] });
  await clock.runUntil(clock.now() + 29_000);
  look({ doubts: [extra] });
  expect(ledger.entries()[0]).toMatchObject({ differences: 0 });
  await clock.runUntil(clock.now() + 2_000);
  look({ doubts: [extra] });
  expect(ledger.entries()[0]).toMatchObject({ differences: 1, lost: 0, vanished: 0 });
  expect(store.reconnects()[0]).toMatchObject({ differences: 1 });
});

test('what a page has again, or what has its row by then, was none (S22.2)', async () => {
  const { ledger, clock, store, look } = setUp();
  store.saveMessage(message('msg_7'));
  store.addAliases('msg_7', ['msg_7']);
  ledger.begin(null)(1, nothingRead);
  look({ doubts: [extra, { kind: 'absent', id: 'msg_8' }] });
  store.saveMessage(message('msg_8'));
  store.addAliases('msg_8', ['msg_8']);
  look({ served: new Set(['msg_7', 'msg_8']) });
  await clock.runUntil(clock.now() + 60_000);
  look({ doubts: [extra] });
  expect(ledger.entries()[0]).toMatchObject({ differences: 0, vanished: 0 });
});

test('a chat that had to be waited for is told by its reconnect all the same; what a sweep repairs is not', () => {
  const { ledger, look } = setUp();
  ledger.begin(null)(1, { tracked: [dialogId, 'dlg_2'], awaited: [dialogId] });
  look({ repaired: 4 });
  look({ dialogId: 'dlg_2', repaired: 2 });
  look({ dialogId: 'dlg_2', repaired: 2, differences: [absent] });
  expect(ledger.entries()[0]).toMatchObject({
    ...{ repaired: 4, awaited: [], differences: 1 },
    ranges: [
      { dialogId, repaired: 4 },
      { dialogId: 'dlg_2', repaired: 0, differences: [absent] },
    ],
  });
});

test('where messages have numbers, one that is missing between others is named (S22.1)', () => {
  const store = createMemoryHistory();
  for (const seq of [1, 2, 4, 5]) {
    store.saveMessage(message(`msg_${seq}`, { seq }));
    store.addAliases(`msg_${seq}`, [`msg_${seq}`]);
  }
  const place = (seq: number) => ({ createdAt: seq, id: `msg_${seq}`, seq });
  const record = (from: number, to: number) => ({
    dialogId,
    certified: {
      from: from === 0 ? { createdAt: 0, id: '', seq: 0 } : place(from),
      to: place(to),
      reachedStart: true,
    },
  });
  const found = (from: number, to: number) => {
    const { ledger } = setUp({ store, records: [record(from, to)] });
    ledger.begin(null)(1, nothingRead);
    return ledger.entries()[0]?.ranges.flatMap(({ differences }) => differences);
  };
  expect(found(0, 2)).toEqual([]);
  expect(found(1, 2)).toEqual([]);
  expect(found(4, 5)).toEqual([]);
  expect(found(0, 4)).toEqual([{ kind: 'absent', id: '#3' }]);
  expect(found(1, 5)).toEqual([{ kind: 'absent', id: '#3' }]);
  expect(found(2, 3)).toEqual([{ kind: 'absent', id: '#3' }]);
});

test('the last fifty are kept, over a restart too (S22.3)', () => {
  const store = createMemoryHistory();
  const first = setUp({ store });
  for (let epoch = 1; epoch <= 40; epoch++) first.ledger.begin(null)(epoch, nothingRead);
  const second = setUp({ store });
  for (let epoch = 1; epoch <= 40; epoch++) second.ledger.begin(null)(epoch, nothingRead);
  const numbers = second.ledger.entries().map(({ number }) => number);
  expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => 80 - index));
  expect(store.reconnects().map(({ number }) => number)).toEqual(numbers);
});

test('a disk that is full ends no catch-up (S15.3)', () => {
  const store: HistoryStore = {
    ...createMemoryHistory(),
    saveReconnect: () => {
      throw new StoreError('full');
    },
  };
  const { ledger, warned } = setUp({ store });
  expect(ledger.begin(null)(1, nothingRead)).toMatchObject({ lost: 0 });
  expect(ledger.entries()).toHaveLength(1);
  expect(warned).toEqual(['ledger.failed']);
});

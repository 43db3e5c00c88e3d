import { expect, test } from 'vitest';
import { type ArrivedCopy, createTraces } from './traces.ts';

const messageId = 'msg_00000000000000000001';
const databaseId = '0123456789abcdef01234567';
const ulid = '01HZZZZZZZZZZZZZZZZZZZZZZZ';

function setUp() {
  let now = 1_000_000.25;
  const traces = createTraces({ elapsed: () => now });
  return {
    traces,
    wait: (ms: number) => {
      now += ms;
    },
    came(changes: Omit<Partial<ArrivedCopy>, 'copy'> & { copy?: Partial<ArrivedCopy['copy']> } = {}): void {
      traces.copyCame({
        way: 'room',
        fate: 'new',
        cameAt: now,
        key: messageId,
        dialogId: 'dlg_1',
        own: false,
        begins: true,
        ...changes,
        copy: { messageId, aliases: [messageId], clientMessageId: null, createdAt: 5, ...changes.copy },
      });
    },
  };
}

test('a message out: from the key to the frame, with the name that the server gave (S21.1, S21.2)', () => {
  const { traces, wait, came } = setUp();
  wait(10);
  traces.compose({ key: ulid, dialogId: 'dlg_1' }, 1_000_006.75);
  for (const hop of ['queued', 'posted', 'acked', 'acked'] as const) {
    wait(1);
    traces.stamp(ulid, hop);
  }
  came({ key: ulid, own: true, way: 'answer', fate: 'confirmed', begins: false });
  expect(traces.of(ulid)).toEqual({
    key: ulid,
    messageId,
    clientMessageId: ulid,
    dialogId: 'dlg_1',
    own: true,
    startedAt: 1_000_006.75,
    hops: [
      { hop: 'composed', atMs: 0 },
      { hop: 'queued', atMs: 4.5 },
      { hop: 'posted', atMs: 5.5 },
      { hop: 'acked', atMs: 6.5 },
    ],
    copies: [{ way: 'answer', fate: 'confirmed', atMs: 7.5 }],
    moreCopies: 0,
  });
  expect(traces.of(messageId)?.key).toBe(ulid);
});

test('hops are told in the order of their times, whatever the page said when (S21.1)', () => {
  const { traces, wait, came } = setUp();
  came();
  wait(3);
  traces.stamp(messageId, 'merged');
  traces.stamp(messageId, 'painted', 1_000_001.25);
  expect(traces.of(messageId)?.hops.map(({ hop }) => hop)).toEqual(['received', 'painted', 'merged']);
});

test('a page of history begins no trace, and stamps nothing (S21.1)', () => {
  const { traces, came } = setUp();
  came({ way: 'page', begins: false });
  traces.stamp(messageId, 'painted');
  expect(traces.of(messageId)).toBeNull();
  expect(traces.entries()).toEqual([]);
});

test('a hint without the id and the whole copy are one trace, whichever comes first (S21.4)', () => {
  for (const hintFirst of [true, false]) {
    const { traces, wait, came } = setUp();
    const hint = () =>
      came({
        key: null,
        way: 'broker',
        fate: 'nameless',
        copy: { messageId: null, aliases: [databaseId] },
      });
    const whole = () => came();
    (hintFirst ? hint : whole)();
    wait(2);
    (hintFirst ? whole : hint)();
    wait(300);
    came({ way: 'page', fate: 'known', begins: false, copy: { aliases: [messageId, databaseId] } });
    expect(traces.entries()).toHaveLength(1);
    const trace = traces.of(messageId);
    expect(trace).toMatchObject({ key: messageId, messageId, hops: [{ hop: 'received', atMs: 0 }] });
    expect(trace?.copies.map(({ fate, atMs }) => [fate, atMs])).toEqual([
      [hintFirst ? 'nameless' : 'new', 0],
      [hintFirst ? 'new' : 'nameless', 2],
      ['known', 302],
    ]);
  }
});

test('of an own message a hint makes nothing that was received', () => {
  const { traces, came } = setUp();
  traces.compose({ key: ulid, dialogId: 'dlg_1' });
  came({
    key: null,
    own: true,
    way: 'broker',
    fate: 'nameless',
    copy: { messageId: null, aliases: [databaseId] },
  });
  came({
    key: ulid,
    own: true,
    way: 'answer',
    fate: 'confirmed',
    copy: { aliases: [messageId, databaseId] },
  });
  expect(traces.entries()).toHaveLength(1);
  expect(traces.of(ulid)?.hops.map(({ hop }) => hop)).toEqual(['composed']);
  expect(traces.of(ulid)?.copies).toHaveLength(2);
});

test('the list of dialogs names a message once, by its time (S21.4)', () => {
  const { traces, came } = setUp();
  came();
  for (const createdAt of [5, 5, 6]) traces.listed('dlg_1', createdAt);
  traces.listed('dlg_2', 5);
  expect(traces.of(messageId)?.copies.map(({ way }) => way)).toEqual(['room', 'list']);
});

test('200 messages and 12 copies of each are kept, and nothing of those before (S21.7)', () => {
  const { traces, came } = setUp();
  for (let index = 0; index < 1_000; index++) {
    const id = `msg_${String(index).padStart(20, '0')}`;
    for (let copy = 0; copy < 20; copy++)
      came({ key: id, copy: { messageId: id, aliases: [id, `alias ${index} ${copy}`], createdAt: index } });
  }
  const kept = traces.entries();
  expect(kept).toHaveLength(200);
  expect(kept.every(({ copies, moreCopies }) => copies.length === 12 && moreCopies === 8)).toBe(true);
  expect(kept[0]?.key).toBe('msg_00000000000000000999');
  expect(traces.of('msg_00000000000000000799')).toBeNull();
  expect(traces.of('alias 0 0')).toBeNull();
  traces.listed('dlg_1', 799);
  expect(traces.entries()).toEqual(kept);
});

test('what another client wrote where an id should be is not taken (S21.7)', () => {
  const { traces, came } = setUp();
  came({ copy: { messageId: 'встретимся в три', clientMessageId: 'приходи' } });
  expect(traces.of(messageId)).toMatchObject({ messageId: null, clientMessageId: null });
});

import { expect, test } from 'vitest';
import { joinTraces, type MessageTrace } from './trace.ts';

const messageId = 'msg_00000000000000000001';
const clientMessageId = '01HZZZZZZZZZZZZZZZZZZZZZZZ';

const sender: MessageTrace = {
  key: clientMessageId,
  messageId,
  clientMessageId,
  dialogId: 'dlg_1',
  own: true,
  startedAt: 1_000_000.25,
  hops: [
    { hop: 'composed', atMs: 0 },
    { hop: 'queued', atMs: 1 },
    { hop: 'posted', atMs: 2 },
    { hop: 'acked', atMs: 12 },
  ],
  copies: [{ way: 'answer', fate: 'confirmed', atMs: 12 }],
  moreCopies: 0,
};

const receiver: MessageTrace = {
  key: messageId,
  messageId,
  clientMessageId: null,
  dialogId: 'dlg_1',
  own: false,
  startedAt: 1_000_010.25,
  hops: [
    { hop: 'received', atMs: 0 },
    { hop: 'merged', atMs: 0.5 },
    { hop: 'painted', atMs: 20 },
  ],
  copies: [{ way: 'room', fate: 'new', atMs: 0 }],
  moreCopies: 0,
};

test('both ways lie on one line, whose hops add up to the time from key to frame (S21.3)', () => {
  const joined = joinTraces(sender, receiver);
  expect(joined?.hops.map(({ side, hop, tookMs }) => [side, hop, tookMs])).toEqual([
    ['sender', 'composed', 0],
    ['sender', 'queued', 1],
    ['sender', 'posted', 1],
    ['receiver', 'received', 8],
    ['receiver', 'merged', 0.5],
    ['sender', 'acked', 1.5],
    ['receiver', 'painted', 18],
  ]);
  expect(joined?.hops.reduce((sum, { tookMs }) => sum + tookMs, 0)).toBe(30);
  expect(joined).toMatchObject({ messageId, startedAt: 1_000_000.25, sendToPaintMs: 30, behindMs: 0 });
  expect(joined?.copies.map(({ side, way, atMs }) => [side, way, atMs])).toEqual([
    ['receiver', 'room', 10],
    ['sender', 'answer', 12],
  ]);
});

test("the name that the writer gave will do where the server's is not known yet, and nothing else will (S21.3)", () => {
  const early = { ...sender, messageId: null };
  expect(joinTraces(early, receiver)).toBeNull();
  expect(joinTraces(early, { ...receiver, clientMessageId })?.messageId).toBe(messageId);
  expect(joinTraces({ ...early, clientMessageId: null }, { ...receiver, messageId: null })).toBeNull();
});

test('a receiver whose clock is behind received nothing before it was posted (S21.3)', () => {
  const joined = joinTraces(sender, { ...receiver, startedAt: sender.startedAt - 500 });
  expect(joined?.behindMs).toBe(502);
  expect(joined?.hops.every(({ tookMs }) => tookMs >= 0)).toBe(true);
  expect(joined?.hops.find(({ hop }) => hop === 'received')?.atMs).toBe(2);
  expect(joined?.sendToPaintMs).toBe(22);
});

test('what was not painted has no whole time yet', () => {
  const joined = joinTraces(sender, { ...receiver, hops: receiver.hops.slice(0, 2) });
  expect(joined?.sendToPaintMs).toBeNull();
});

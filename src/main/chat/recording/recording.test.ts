import { expect, test } from 'vitest';
import type { Clock } from '../ports.ts';
import { type ChatSocketHandlers, type HttpResponse, TransportError } from '../ports.ts';
import { recordPorts, recordRandom } from './recordedPorts.ts';
import { createRecording } from './recording.ts';

function createClock() {
  let now = 1_000;
  const clock: Clock = { now: () => now, elapsed: () => now, schedule: () => () => {} };
  const pass = (ms: number) => {
    now += ms;
  };
  return { clock, pass };
}

function start() {
  const { clock, pass } = createClock();
  const recording = createRecording(clock);
  const kinds = () => recording.happenings().map(({ kind }) => kind);
  const attempts = () => recording.happenings().flatMap((one) => (one.kind === 'attempt' ? one.epoch : []));
  return { clock, pass, recording, kinds, attempts };
}

const request = { kind: 'request', route: 'GET /dialogs', dialog: null, message: null } as const;
const unended = { tookMs: null, status: null, failure: null, refusal: null, hiddenStatus: null };

test('what is kept is bounded, and begins with an attempt (S23.3)', () => {
  const { recording, pass, kinds, attempts } = start();
  for (let epoch = 1; epoch <= 300; epoch++) {
    recording.note({ kind: 'attempt', epoch });
    pass(10);
    recording.note({ kind: 'failed', rejected: false });
    recording.note({ kind: 'pause', share: 0.5 });
    pass(1_000);
  }
  expect(kinds()[0]).toBe('attempt');
  expect(kinds().length).toBeLessThanOrEqual(250);
  expect(attempts().at(-1)).toBe(300);
  expect(attempts()[0]).toBe(300 - attempts().length + 1);
});

test('a long time of nothing but messages pushes out neither the connection nor its end (S23.3)', () => {
  const { recording, pass, kinds } = start();
  recording.note({ kind: 'attempt', epoch: 1 });
  recording.note({ kind: 'connected' });
  recording.setLive(true);
  for (let count = 0; count < 2_000; count++) {
    pass(100);
    recording.note({ kind: 'event', name: 'message:new', about: `msg_${count}` });
    recording.note({ kind: 'hint' });
  }
  recording.note({ kind: 'cut', reason: 'silence' });
  expect(kinds().slice(0, 2)).toEqual(['attempt', 'connected']);
  expect(kinds().at(-1)).toBe('cut');
  expect(kinds().length).toBeLessThanOrEqual(500);
});

test('a message is known to have been told by the socket (S23.3)', () => {
  const { recording } = start();
  recording.note({ kind: 'event', name: 'message:reaction', about: 'msg_a' });
  recording.note({ kind: 'event', name: 'message:new', about: 'msg_b' });
  expect([recording.hasTold('msg_a'), recording.hasTold('msg_b')]).toEqual([false, true]);
});

test('what was asked while catching up stays, however late it ended (S23.3)', () => {
  const { recording, kinds, pass } = start();
  recording.note({ kind: 'attempt', epoch: 1 });
  const end = recording.begin({ ...request, ...unended });
  recording.setLive(true);
  end({ status: 200, failure: null, refusal: null, hiddenStatus: null });
  for (let count = 0; count < 2_000; count++) {
    pass(100);
    recording.note({ kind: 'event', name: 'message:new', about: null });
  }
  expect(kinds().slice(0, 2)).toEqual(['attempt', 'request']);
});

test('catching up for ever keeps what came of the attempt (S23.3)', () => {
  const { recording, kinds } = start();
  recording.note({ kind: 'attempt', epoch: 1 });
  recording.note({ kind: 'connected' });
  for (let count = 0; count < 1_000; count++) recording.note({ ...request, ...unended, tookMs: 1 });
  recording.note({ kind: 'cut', reason: 'network' });
  expect(kinds().slice(0, 2)).toEqual(['attempt', 'connected']);
  expect(kinds().at(-1)).toBe('cut');
  expect(kinds().length).toBeLessThanOrEqual(250);
});

/** The engine's side of the ports, and the outside's. */
function openPorts() {
  const { clock, pass, recording, kinds } = start();
  let answer: () => Promise<HttpResponse> = async () => ({ status: 200, body: {}, retryAfterMs: null });
  let outside: ChatSocketHandlers | undefined;
  const ports = recordPorts(
    {
      server: 'https://server/base',
      clock,
      http: () => answer(),
      createSocket: ({ handlers }) => {
        outside = handlers;
        return {
          connect: () => {},
          disconnect: () => handlers.onDisconnect('io client disconnect'),
          dispose: () => {},
          emit: () => {},
          emitWithAck: async () => null,
          probe: async () => false,
          id: null,
          listenerCount: 0,
        };
      },
    },
    recording,
  );
  const handlers = { onConnect() {}, onConnectError() {}, onDisconnect() {}, onEvent() {} };
  const socket = ports.createSocket({ url: '', token: () => '', handlers });
  socket.connect();
  return {
    socket,
    ports,
    pass,
    recording,
    kinds,
    outside: () => outside as ChatSocketHandlers,
    answerWith: (next: typeof answer) => {
      answer = next;
    },
  };
}

const ask = (method: 'GET' | 'POST', path: string, body?: string) => ({
  method,
  url: `https://server/base/api${path}`,
  headers: { authorization: 'Bearer secret' },
  timeoutMs: 1,
  ...(body !== undefined && { body }),
});

test('a request is named by its route, and ends with what decides (S23.3)', async () => {
  const { ports, recording, answerWith, pass } = openPorts();
  const sent = JSON.stringify({ content: 'words', meta: { clientMessageId: '01ID' } });
  answerWith(async () => {
    pass(40);
    return { status: 401, body: { error: 'Invalid token' }, retryAfterMs: null };
  });
  await ports.http(ask('POST', '/messages/dialog/dlg_a', sent));
  answerWith(async () => {
    const body = { error: 'Request failed with status code 404' };
    return { status: 500, body, retryAfterMs: null };
  });
  await ports.http(ask('GET', '/dialogs/dlg_b/changes?since=5'));
  answerWith(() => Promise.reject(new TransportError('dns')));
  await ports.http(ask('GET', '/users/79345678901?search=%D0%98%D0%B2%D0%B0%D0%BD')).catch(() => {});
  const told = recording.happenings().filter(({ kind }) => kind === 'request');
  expect(told).toMatchObject([
    {
      route: 'POST /messages/dialog/:id',
      dialog: 'dlg_a',
      message: '01ID',
      tookMs: 40,
      status: 401,
      refusal: 'tokenInvalid',
    },
    { route: 'GET /dialogs/:id/changes', dialog: 'dlg_b', status: 500, hiddenStatus: 404 },
    { route: 'GET /users/:id', dialog: null, status: null, failure: 'dns' },
  ]);
  expect(JSON.stringify(recording.happenings())).not.toMatch(/words|secret|7934|%D0/);
});

test('one that has not ended says so (S23.3)', () => {
  const { ports, recording, answerWith } = openPorts();
  answerWith(() => new Promise(() => {}));
  void ports.http(ask('GET', '/dialogs'));
  expect(recording.happenings().at(-1)).toMatchObject({ route: 'GET /dialogs', tookMs: null, status: null });
});

test('what the engine ends itself is no cut; what others end is, with why (S23.3)', () => {
  const { socket, outside, recording } = openPorts();
  socket.disconnect();
  outside().onDisconnect('io server disconnect');
  outside().onDisconnect('ping timeout');
  outside().onConnectError('Authentication error: Invalid token');
  outside().onEvent('typing:start', { userId: 'usr_a' });
  outside().onEvent('my words', {});
  outside().onEvent('message:new', { messageId: 'msg_a', content: 'words' });
  const [, ...told] = recording.happenings();
  expect(told.map(({ at: _at, ms: _ms, ...rest }) => rest)).toEqual([
    { kind: 'cut', reason: 'server' },
    { kind: 'cut', reason: 'silence' },
    { kind: 'failed', rejected: true },
    { kind: 'event', name: 'message:new', about: 'msg_a' },
  ]);
});

test('pauses are those that were drawn (S23.3)', () => {
  const { recording, kinds } = start();
  recording.note({ kind: 'attempt', epoch: 1 });
  expect(recordRandom(() => 0.25, recording)()).toBe(0.25);
  expect(kinds()).toEqual(['attempt', 'pause']);
});

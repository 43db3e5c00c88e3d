import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maximumRetryDelayMs } from '../rest/backoff.ts';
import {
  type Connection,
  type ConnectionEffect,
  type ConnectionEvent,
  initialConnection,
  reduceConnection,
} from './connection.ts';

/** Runs events that all belong to the current epoch. */
function play(...types: (ConnectionEvent['type'] | ConnectionEvent)[]) {
  let connection = initialConnection;
  let effects: ConnectionEffect[] = [];
  for (const entry of types) {
    const event =
      typeof entry === 'string' ? ({ type: entry, epoch: connection.epoch } as ConnectionEvent) : entry;
    ({ connection, effects } = reduceConnection(connection, event));
  }
  return { connection, effects: effects.map((effect) => effect.type) };
}

test('starts, connects, catches up, is live (S1.1)', () => {
  expect(play('started')).toMatchObject({ connection: { state: 'connecting', epoch: 1 } });
  expect(play('started', 'connected')).toMatchObject({
    connection: { state: 'catchingUp' },
    effects: ['catchUp'],
  });
  expect(play('started', 'connected', 'caughtUp').connection.state).toBe('live');
});

test('a lost connection waits, then opens the next epoch (S1.2)', () => {
  const lost = play('started', 'connected', 'caughtUp', 'disconnected');
  expect(lost).toMatchObject({ connection: { state: 'waiting', attempts: 1 } });
  expect(lost.effects).toEqual(['closeSocket', 'scheduleRetry']);
  expect(play('started', 'connected', 'disconnected', 'retryDue').connection).toMatchObject({
    state: 'connecting',
    epoch: 2,
  });
});

test('a rejected handshake never retries by itself (S2.1)', () => {
  const rejected = play('started', 'rejected');
  expect(rejected).toMatchObject({ connection: { state: 'authenticating' } });
  expect(rejected.effects).toEqual(['closeSocket', 'checkAuth']);
  const epoch = rejected.connection.epoch;
  expect(play('started', 'rejected', { type: 'authChecked', epoch, verdict: 'signedOut' })).toMatchObject({
    connection: { state: 'authRequired' },
    effects: ['closeSocket', 'signOut'],
  });
  expect(
    reduceConnection(rejected.connection, { type: 'authChecked', epoch, verdict: 'disabled' }).effects,
  ).toEqual([{ type: 'closeSocket' }, { type: 'signOut', disabled: true }]);
  expect(
    play('started', 'rejected', { type: 'authChecked', epoch, verdict: 'unknown' }).connection.state,
  ).toBe('waiting');
});

test('a hint retries at once while waiting and probes while up (S1.5)', () => {
  expect(play('started', 'connectFailed', 'hinted').connection.state).toBe('connecting');
  expect(play('started', 'connected', 'hinted').effects).toEqual(['probe']);
  expect(play('started', 'hinted').effects).toEqual([]);
});

test('attempts count up and start over only after a stable connection (S1.4)', () => {
  const failing = play(
    'started',
    'connectFailed',
    'retryDue',
    'connectFailed',
    'retryDue',
    'connected',
    'caughtUp',
  );
  expect(failing.connection.attempts).toBe(2);
  const stable = reduceConnection(failing.connection, {
    type: 'liveLongEnough',
    epoch: failing.connection.epoch,
  });
  expect(stable.connection.attempts).toBe(0);
});

test('the backoff doubles up to 30 seconds (S1.4)', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 2_000].map(maximumRetryDelayMs)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

const anyEvent: fc.Arbitrary<(connection: Connection) => ConnectionEvent> = fc.oneof(
  fc
    .constantFrom('started', 'stopped', 'retryDue', 'hinted')
    .map((type) => () => ({ type }) as ConnectionEvent),
  fc
    .tuple(
      fc.constantFrom(
        'connected',
        'connectFailed',
        'rejected',
        'disconnected',
        'caughtUp',
        'liveLongEnough',
        'probeFailed',
        'authDoubted',
        'authChecked',
      ),
      fc.constantFrom('valid', 'signedOut', 'unknown'),
      fc.constantFrom(0, 0, 0, 1, 2),
    )
    .map(
      ([type, verdict, age]) =>
        (connection: Connection) =>
          ({ type, verdict, epoch: connection.epoch - age }) as ConnectionEvent,
    ),
);

test('model: whatever happens, the socket, the timer and the state agree (S1.1, S1.2)', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      let connection = initialConnection;
      let socketOpen = false;
      let retryPending = false;
      let authPending = false;
      for (const make of events) {
        const event = make(connection);
        const before = connection;
        const step = reduceConnection(connection, event);
        connection = step.connection;
        if ('epoch' in event && event.epoch !== before.epoch) {
          expect(step).toEqual({ connection: before, effects: [] });
        }
        if (event.type === 'retryDue') retryPending = false;
        if (event.type === 'authChecked' && before.state === 'authenticating') authPending = false;
        for (const effect of step.effects) {
          if (effect.type === 'openSocket') {
            expect(socketOpen).toBe(false);
            socketOpen = true;
          }
          if (effect.type === 'closeSocket') socketOpen = false;
          if (effect.type === 'scheduleRetry') retryPending = true;
          if (effect.type === 'cancelRetry') retryPending = false;
          if (effect.type === 'checkAuth') authPending = true;
        }
        expect(connection.epoch).toBeGreaterThanOrEqual(before.epoch);
        expect(socketOpen).toBe(['connecting', 'catchingUp', 'live'].includes(connection.state));
        // Every state but the two that wait for the person has something that ends it.
        if (connection.state === 'waiting' && event.type !== 'retryDue') expect(retryPending).toBe(true);
        if (connection.state === 'authenticating')
          expect(authPending || before.state === 'authenticating').toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

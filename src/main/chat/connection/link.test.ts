import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import { createBus } from '../facts.ts';
import type { ChatSocketHandlers } from '../ports.ts';
import { createLink } from './link.ts';

/** A link that waits its longest pause after a first failed attempt; `attempts` counts the socket's. */
function setUp() {
  const clock = createVirtualClock(0);
  let handlers: ChatSocketHandlers | null = null;
  let attempts = 0;
  const bus = createBus();
  const link = createLink({
    bus,
    url: 'https://chat.example',
    token: () => '',
    clock,
    random: () => 0.999,
    log: { info: () => {}, warn: () => {} },
    createSocket: (options) => {
      handlers = options.handlers;
      return {
        connect: () => {
          attempts += 1;
        },
        disconnect: () => {},
        dispose: () => {},
        emit: () => {},
        emitWithAck: async () => undefined,
        probe: async () => true,
        id: null,
        listenerCount: 0,
      };
    },
    checkAuth: async () => 'valid',
    onEvent: () => {},
    onSignedOut: () => {},
    onChange: () => {},
    onHint: () => {},
  });
  bus.on('connected', (epoch) => void Promise.resolve(epoch).then(link.caughtUp));
  link.start();
  return {
    clock,
    link,
    fail: () => handlers?.onConnectError('xhr poll error'),
    connect: () => handlers?.onConnect(),
    attempts: () => attempts,
  };
}

test('a request that got through ends the waiting (S1.5)', async () => {
  const { clock, link, fail, connect, attempts } = setUp();
  for (let outage = 0; outage < 6; outage++) {
    fail();
    await clock.runUntil(clock.now() + 31_000);
  }
  fail();
  const before = attempts();
  link.answered();
  expect([link.connection().state, attempts()]).toEqual(['connecting', before + 1]);
  connect();
  await clock.runUntil(clock.now() + 1);
  expect(link.connection().state).toBe('live');
});

test('requests that go on getting through make no storm of attempts (S1.5)', async () => {
  const { clock, link, fail, attempts } = setUp();
  fail();
  await clock.runUntil(2_000);
  fail();
  const before = attempts();
  for (let request = 0; request < 100; request++) {
    link.answered();
    if (link.connection().state === 'connecting') fail();
    await clock.runUntil(clock.now() + 100);
  }
  // Ten seconds: two by requests, and those that were due anyway.
  expect(attempts() - before).toBeLessThanOrEqual(4);
});

test('answers change nothing while connecting or connected', async () => {
  const { clock, link, connect, attempts } = setUp();
  link.answered();
  connect();
  link.answered();
  await clock.runUntil(1);
  link.answered();
  expect([link.connection().state, attempts()]).toEqual(['live', 1]);
});

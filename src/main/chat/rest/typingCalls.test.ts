import { expect, test } from 'vitest';
import { ApiError } from './rest.ts';
import { createTypingCalls } from './typingCalls.ts';

function typing() {
  let now = 0;
  let isWanted = true;
  const told: { dialogId: string; answer(): void; fail(error: Error): void }[] = [];
  const calls = createTypingCalls({
    rest: {
      tellTyping: (dialogId) =>
        new Promise((resolve, reject) => {
          told.push({ dialogId, answer: () => resolve(undefined), fail: reject });
        }),
    },
    clock: { now: () => now, elapsed: () => now, schedule: () => () => {} },
    log: { info: () => {}, warn: () => {} },
    isWanted: () => isWanted,
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    calls,
    told,
    turn,
    pass: (ms: number) => (now += ms),
    want: (wanted: boolean) => (isWanted = wanted),
  };
}

test('a dialog is told of at most every three seconds, and never while a request is out (S11.6)', async () => {
  const { calls, told, turn, pass } = typing();
  calls.tell('a');
  pass(10_000);
  calls.tell('a');
  calls.tell('b');
  expect(told).toHaveLength(1);
  told[0]?.answer();
  await turn();
  calls.tell('b');
  told[1]?.answer();
  await turn();
  pass(2_999);
  calls.tell('b');
  expect(told).toHaveLength(2);
  pass(1);
  calls.tell('b');
  expect(told.map(({ dialogId }) => dialogId)).toEqual(['a', 'b', 'b']);
});

test('a failure is no news, and nothing is told again because of it', async () => {
  const { calls, told, turn } = typing();
  calls.tell('a');
  told[0]?.fail(new ApiError({ code: 'timeout', failure: 'timeout' }));
  await turn();
  calls.tell('a');
  expect(told).toHaveLength(1);
});

test('a server without the route is asked once a connection, one that has its own way not at all', async () => {
  const { calls, told, turn, pass, want } = typing();
  want(false);
  calls.tell('a');
  expect(told).toHaveLength(0);
  want(true);
  calls.tell('a');
  told[0]?.fail(new ApiError({ code: 'notChatServer', status: 404 }));
  await turn();
  pass(10_000);
  calls.tell('a');
  expect(told).toHaveLength(1);
  calls.forgetRoute();
  calls.tell('a');
  expect(told).toHaveLength(2);
});

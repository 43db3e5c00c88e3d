import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import { ApiError } from '../rest/rest.ts';
import { createUnreadCounts } from './unreadCounts.ts';

function counting(answer: () => Promise<undefined> = async () => undefined) {
  const clock = createVirtualClock(0);
  const told: string[] = [];
  const unread = new Map([
    ['a', 3],
    ['b', 0],
  ]);
  const answers = { next: answer };
  const counts = createUnreadCounts({
    rest: {
      setUnreadCount: (dialogId, count) => {
        told.push(`${dialogId} ${count}`);
        return answers.next();
      },
    },
    clock,
    random: () => 0,
    log: { info: () => {}, warn: () => {} },
    unreadCount: (dialogId) => unread.get(dialogId) ?? 0,
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { counts, told, unread, answers, clock, turn };
}

test('one dialog at a time, and what is unread by then (S9.10)', async () => {
  let release: () => void = () => {};
  const { counts, told, unread, turn } = counting(
    () =>
      new Promise((resolve) => {
        release = () => resolve(undefined);
      }),
  );
  counts.tell('a');
  counts.tell('b');
  counts.tell('a');
  unread.set('a', 1);
  expect(told).toEqual(['a 3']);
  release();
  await turn();
  expect(told).toEqual(['a 3', 'b 0']);
  release();
  await turn();
  expect(told).toEqual(['a 3', 'b 0', 'a 1']);
});

test('a server without the route is asked once a connection', async () => {
  const { counts, told, turn } = counting(() =>
    Promise.reject(new ApiError({ code: 'notChatServer', status: 404 })),
  );
  for (const dialogId of ['a', 'b']) {
    counts.tell(dialogId);
    await turn();
  }
  expect(told).toEqual(['a 3']);
  counts.forgetRoute();
  counts.tell('b');
  expect(told).toEqual(['a 3', 'b 0']);
});

test('what failed is told again later; what was refused is not (S9.10)', async () => {
  const { counts, told, answers, clock, turn } = counting();
  answers.next = () => Promise.reject(new ApiError({ code: 'timeout', failure: 'timeout' }));
  counts.tell('a');
  await turn();
  answers.next = () => Promise.reject(new ApiError({ code: 'forbidden', status: 403 }));
  counts.tell('b');
  await turn();
  answers.next = async () => undefined;
  await clock.runUntil(60_000);
  await turn();
  expect(told).toEqual(['a 3', 'b 0', 'a 3']);
});

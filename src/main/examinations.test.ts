import { expect, test } from 'vitest';
import type { ExaminationView } from '../shared/examination.ts';
import { createExaminations } from './examinations.ts';
import type { Way } from './network/examination.ts';

/** A network that answers each request when it is told to. */
function setUp() {
  const waiting: (() => void)[] = [];
  const told: (ExaminationView | null)[] = [];
  const way: Way = {
    http: async () => ({ status: 200, body: { status: 'ok' }, retryAfterMs: null }),
    resolve: async () => [],
    reach: () => new Promise((resolve) => waiting.push(() => resolve(null))),
  };
  const examinations = createExaminations({
    way,
    clock: { elapsed: () => 0 },
    emit: (event) => {
      if (event.type === 'examination') told.push(event.examination);
    },
  });
  const last = () => told.at(-1);
  return { examinations, told, last, answer: () => waiting.shift()?.() };
}

test('it is told from the beginning, and step by step until all is done (S24.4)', async () => {
  const { examinations, told, last, answer } = setUp();
  examinations.start('http://127.0.0.1:1', undefined);
  expect(told).toEqual([
    { server: 'http://127.0.0.1:1', steps: ['name', 'port', 'health'], findings: [], done: false },
  ]);
  await expect.poll(() => last()?.findings.length).toBe(1);
  expect(last()?.done).toBe(false);
  answer();
  await expect.poll(() => last()?.done).toBe(true);
  expect(last()?.findings.map(({ ok }) => ok)).toEqual([true, true, true]);
});

test('one that is begun anew, or ended, is told no further (S24.4)', async () => {
  const { examinations, told, last, answer } = setUp();
  examinations.start('http://127.0.0.1:1', undefined);
  await expect.poll(() => last()?.findings.length).toBe(1);
  examinations.start('http://127.0.0.1:2', undefined);
  await expect.poll(() => last()?.findings.length).toBe(1);
  answer();
  answer();
  await expect.poll(() => last()?.done).toBe(true);
  const second = told.slice(told.findIndex((view) => view?.server === 'http://127.0.0.1:2'));
  expect(second.map((view) => view?.server)).toEqual(Array(4).fill('http://127.0.0.1:2'));
  examinations.end();
  expect(last()).toBeNull();
});

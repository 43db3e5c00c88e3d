import { expect, test } from 'vitest';
import { createRandom, createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import { createDeadline } from './deadline.ts';
import { createLane } from './lane.ts';
import { createPace } from './pace.ts';
import { createPageSize } from './pageSize.ts';

const limits = { initialMs: 15_000, floorMs: 12_000, ceilingMs: 45_000 };

test('a deadline follows what answers take, between its floor and its ceiling (S16.1)', () => {
  const deadline = createDeadline(limits);
  expect(deadline.ms()).toBe(15_000);
  for (let index = 0; index < 20; index++) deadline.answered(100);
  expect(deadline.ms()).toBe(12_000);
  for (let index = 0; index < 20; index++) deadline.answered(index % 2 === 0 ? 6_000 : 9_000);
  expect(deadline.ms()).toBeGreaterThan(12_000);
  expect(deadline.ms()).toBeLessThan(20_000);
  for (let index = 0; index < 20; index++) deadline.answered(60_000);
  expect(deadline.ms()).toBe(45_000);
});

test('what did not come in time is waited for twice as long, until something is measured again', () => {
  const deadline = createDeadline(limits);
  deadline.expired();
  expect(deadline.ms()).toBe(30_000);
  deadline.expired();
  expect(deadline.ms()).toBe(45_000);
  deadline.answered(500);
  expect(deadline.ms()).toBe(12_000);
});

test('a page that took too long is halved down to a floor, and grows after three quick ones (S16.3)', () => {
  const pages = createPageSize();
  const sizes: number[] = [];
  for (let index = 0; index < 5; index++) {
    sizes.push(pages.current());
    pages.tooLarge(pages.current());
  }
  expect(sizes).toEqual([50, 25, 12, 6, 6]);
  for (const took of [500, 500, 5_000, 500, 500]) pages.fitted(6, took);
  expect(pages.current()).toBe(6);
  pages.fitted(6, 500);
  expect(pages.current()).toBe(12);
});

test('a page of the size before says nothing of the size now', () => {
  const pages = createPageSize();
  pages.tooLarge(50);
  pages.tooLarge(50);
  expect(pages.current()).toBe(25);
});

test('a server that gives fewer is asked for no more than that', () => {
  const pages = createPageSize();
  pages.served(50, 20);
  expect(pages.current()).toBe(20);
  expect(pages.isReduced()).toBe(false);
});

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

/** Tasks that end when they are told to. */
function createTasks() {
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  return {
    begun,
    task: (name: string) => () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    async endOne(): Promise<void> {
      await settled();
      ends.shift()?.();
      await settled();
    },
  };
}

test('what is urgent goes before what waits, and has a place of its own (S16.2)', async () => {
  const lane = createLane({ most: 2, extra: 1 });
  const { begun, task, endOne } = createTasks();
  for (const name of ['a', 'b', 'c', 'd']) void lane.run(false, task(name));
  void lane.run(true, task('urgent'));
  void lane.run(true, task('next'));
  await endOne();
  expect(begun).toEqual(['a', 'b', 'urgent', 'next']);
  await endOne();
  await endOne();
  expect(begun).toEqual(['a', 'b', 'urgent', 'next', 'c']);
});

test('half as many at a time after trouble, and one more for each round without (S16.2)', async () => {
  const lane = createLane({ most: 3, extra: 0 });
  const { begun, task, endOne } = createTasks();
  lane.slower();
  for (let index = 0; index < 12; index++) void lane.run(false, task(`${index}`));
  await endOne();
  // One ended and the lane grew to two.
  expect(begun).toHaveLength(3);
  await endOne();
  await endOne();
  expect(begun).toHaveLength(6);
});

const slow = new Error('slow');

function setUp() {
  const clock = createVirtualClock(0);
  const pace = createPace({ clock, random: createRandom(1), isTooSlow: (error) => error === slow });
  return { clock, pace };
}

test('a page is asked for again smaller, four times at the most, after pauses (S16.3)', async () => {
  const { clock, pace } = setUp();
  const asked: number[] = [];
  const read = () =>
    pace
      .read((size) => {
        asked.push(size);
        return Promise.reject(slow);
      })
      .catch(() => 'failed');
  const first = read();
  await clock.runUntil(10);
  expect(asked).toEqual([50]);
  await clock.runUntil(60_000);
  expect(await first).toBe('failed');
  expect(asked).toEqual([50, 25, 12, 6]);
  expect(await read()).toBe('failed');
  expect(asked).toEqual([50, 25, 12, 6, 6]);
  expect(pace.isStrained()).toBe(true);
});

test('another failure is nobody asking for too much', async () => {
  const { pace } = setUp();
  await expect(pace.read(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(pace.isStrained()).toBe(false);
});

test('sends and commands wait for no lane; statuses go one by one; three pages at a time and an urgent one (S16.2)', async () => {
  const { pace } = setUp();
  const { begun, task } = createTasks();
  for (let index = 0; index < 6; index++) void pace.run({ kind: 'page' }, task('page'));
  for (let index = 0; index < 3; index++) void pace.run({ kind: 'page', urgent: true }, task('urgent'));
  for (let index = 0; index < 3; index++) void pace.run({ kind: 'status' }, task('status'));
  for (let index = 0; index < 3; index++) void pace.run({ kind: 'send' }, task('send'));
  await settled();
  const count = (name: string) => begun.filter((each) => each === name).length;
  expect([count('page'), count('urgent'), count('status'), count('send')]).toEqual([3, 1, 1, 3]);
});

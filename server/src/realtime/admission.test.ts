import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Admission } from './admission.ts';

function busy(): void {
  for (const end = performance.now() + 1; performance.now() < end; );
}

/** Of so many pieces of work: how many were done in each turn of the loop. */
async function turnsOf(count: number, work: () => Promise<void> | void): Promise<number[]> {
  const admission = new Admission();
  let done = 0;
  for (let index = 0; index < count; index += 1) {
    admission.enter('entry', async () => {
      await work();
      done += 1;
    });
  }
  const turns: number[] = [];
  while (done < count) {
    const before = done;
    await turnOfTheLoop();
    if (done > before) turns.push(done - before);
  }
  return turns;
}

test('of two hundred that come at once a few are let in each turn of the loop, and others go between them (P7.49)', async () => {
  const here = () => busy();
  const later = () => Promise.resolve().then(busy);
  const inItsWake = () => process.nextTick(busy);
  for (const work of [here, later, inItsWake]) {
    const turns = await turnsOf(200, work);
    expect(Math.max(...turns)).toBeLessThanOrEqual(10);
  }
});

test('who has come further goes first, and of one stage who came first', async () => {
  const admission = new Admission();
  const order: string[] = [];
  const come = (stage: 'handshake' | 'entry', name: string) =>
    admission.enter(stage, () => void order.push(name));
  come('handshake', 'h1');
  come('handshake', 'h2');
  come('entry', 'e1');
  come('entry', 'e2');
  while (order.length < 4) await turnOfTheLoop();
  expect(order).toEqual(['e1', 'e2', 'h1', 'h2']);
});

test('sixteen wait for the database at a time, and the others for them', async () => {
  const admission = new Admission();
  const waiting: (() => void)[] = [];
  let begun = 0;
  const all = Array.from({ length: 40 }, () => {
    return new Promise<void>((resolve) => {
      admission.enter('entry', async () => {
        begun += 1;
        await new Promise<void>((answer) => waiting.push(answer));
        resolve();
      });
    });
  });
  while (begun < 16) await turnOfTheLoop();
  for (let turn = 0; turn < 10; turn += 1) await turnOfTheLoop();
  expect(begun).toBe(16);
  waiting.shift()?.();
  while (begun < 17) await turnOfTheLoop();
  for (let turn = 0; turn < 10; turn += 1) await turnOfTheLoop();
  expect(begun).toBe(17);
  while (begun < 40 || waiting.length > 0) {
    waiting.shift()?.();
    await turnOfTheLoop();
  }
  await Promise.all(all);
});

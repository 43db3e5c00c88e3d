import { expect, it } from 'vitest';
import type { ErrorCode } from '../../../shared/domain.ts';
import { createOutage } from './outage.ts';

function start() {
  const answers: ((code: ErrorCode | null) => void)[] = [];
  const shown: (ErrorCode | null)[] = [];
  const outage = createOutage({
    explain: () => new Promise((resolve) => answers.push(resolve)),
    onExplained: () => shown.push(outage.problem()),
  });
  const answer = async (code: ErrorCode | null) => {
    answers.shift()?.(code);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { outage, answers, shown, answer };
}

it('is explained after a failed attempt, one question at a time, and told when it changes (S1.7)', async () => {
  const { outage, answers, shown, answer } = start();
  outage.follow('connecting');
  expect(answers.length).toBe(0);
  outage.follow('waiting');
  outage.follow('connecting');
  outage.follow('waiting');
  expect(answers.length).toBe(1);
  await answer('proxyUnreachable');
  outage.follow('connecting');
  expect(outage.problem()).toBe('proxyUnreachable');
  outage.follow('waiting');
  await answer('proxyUnreachable');
  outage.follow('waiting');
  await answer('captivePortal');
  expect(shown).toEqual(['proxyUnreachable', 'captivePortal']);
});

it('is forgotten when the connection is back, also while somebody still asks (S1.7)', async () => {
  const { outage, shown, answer } = start();
  outage.follow('waiting');
  outage.follow('connecting');
  outage.follow('catchingUp');
  await answer('certificateUntrusted');
  expect(outage.problem()).toBeNull();
  expect(shown).toEqual([]);
  outage.follow('waiting');
  await answer('certificateUntrusted');
  outage.follow('catchingUp');
  expect(outage.problem()).toBeNull();
});

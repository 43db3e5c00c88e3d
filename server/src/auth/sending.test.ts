import { expect, test } from 'vitest';
import type { ServerContext } from '../context.ts';
import { Sending } from './sending.ts';

test('what the request has taken so far is part of the time of its answer (P7.25)', async () => {
  const codeAnswerMs = 3_600_000;
  let now = 1_000;
  const sent: string[] = [];
  const sending = new Sending({
    codeSender: { send: async (phone) => void sent.push(phone) },
    elapsed: () => now,
    limits: { codeAnswerMs },
    log: console as unknown as ServerContext['log'],
  });
  const began = now;
  now += codeAnswerMs;
  // Not in another hour.
  await sending.send({ phone: '79000000001', code: '1234' }, began);
  await sending.send(undefined, began - 5_000);
  expect(sent).toEqual(['79000000001']);
});

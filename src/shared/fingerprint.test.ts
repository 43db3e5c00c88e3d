import { expect, test } from 'vitest';
import {
  type AskFingerprint,
  type Fingerprint,
  type FingerprintedMessage,
  findFirstDifference,
} from './fingerprint.ts';

const message = (number: number): FingerprintedMessage => ({
  id: `msg_${number}`,
  createdAt: number,
  revision: null,
});

const history = (length: number) => Array.from({ length }, (_, number) => message(number));

/** Answers as an app that has these messages, and counts how often it was asked. */
function answering(messages: FingerprintedMessage[]) {
  let asked = 0;
  const ask: AskFingerprint = async ({
    from = -1,
    to = Number.POSITIVE_INFINITY,
    first,
  }): Promise<Fingerprint> => {
    asked += 1;
    const part = messages.filter(({ createdAt }) => createdAt >= from && createdAt <= to).slice(0, first);
    const ends = { from: part[0] ?? null, to: part.at(-1) ?? null };
    return { hash: JSON.stringify(part), count: part.length, ...ends, isWhole: true };
  };
  return { ask, asked: () => asked };
}

const lengths = [1, 2, 3, 7, 8, 9, 100, 1_000];

test('equal histories take one question a side (S22.5)', async () => {
  for (const length of [0, ...lengths]) {
    const [a, b] = [answering(history(length)), answering(history(length))];
    expect(await findFirstDifference(a.ask, b.ask, {})).toBeNull();
    expect([a.asked(), b.asked()]).toEqual([1, 1]);
  }
});

test.each([
  ['lacks', (list: FingerprintedMessage[], at: number) => list.toSpliced(at, 1)],
  ['has one more', (list: FingerprintedMessage[], at: number) => list.toSpliced(at, 0, message(at - 0.5))],
  [
    'has another revision of',
    (list: FingerprintedMessage[], at: number) => list.with(at, { ...message(at), revision: 7 }),
  ],
  ['ends before', (list: FingerprintedMessage[], at: number) => list.slice(0, at)],
  [
    'has another order at',
    (list: FingerprintedMessage[], at: number) => list.slice(0, at).concat(list.slice(at).reverse()),
  ],
] as const)(
  'the first message that one of them %s is found, in ⌈log₂ n⌉ + 2 questions at most (S22.5)',
  async (_, change) => {
    for (const length of lengths) {
      for (const at of new Set([0, 1, length >> 1, length - 1].filter((place) => place < length))) {
        const [whole, other] = [history(length), change(history(length), at)];
        if (JSON.stringify(whole) === JSON.stringify(other)) continue;
        const [a, b] = [answering(whole), answering(other)];
        const found = await findFirstDifference(a.ask, b.ask, {});
        expect(found).toEqual({ index: at, a: whole[at] ?? null, b: other[at] ?? null });
        const most = Math.ceil(Math.log2(Math.max(whole.length, other.length))) + 2;
        expect(Math.max(a.asked(), b.asked())).toBeLessThanOrEqual(most);
      }
    }
  },
);

test('what lies outside of the range is of no account', async () => {
  const [a, b] = [answering(history(50)), answering(history(50).slice(10))];
  expect(await findFirstDifference(a.ask, b.ask, { from: 10, to: 40 })).toBeNull();
  expect((await findFirstDifference(a.ask, b.ask, { from: 9, to: 40 }))?.a?.id).toBe('msg_9');
});

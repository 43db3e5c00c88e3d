import { expect, test } from 'vitest';
import { lesserTie, orderIdOf, tieOf } from './tie.ts';

const hex = '6b090cb3725af610e027678f';

test.each([
  ['1762419282731.615234', [hex], `.615234 ${hex} msg_a`],
  [1_762_419_282_731.5, [null], '.5 msg_a'],
  ['1762419282731.000000', [null], '.0 msg_a'],
  ['2026-11-27T04:53:07.452123Z', [null], '.123 msg_a'],
  ['2026-11-27T04:53:07.452Z', [hex, hex], `${hex} msg_a`],
  ['2026-11-27T04:53:07.452Z', ['msg_a', null], undefined],
  [1_762_419_282_731, [], undefined],
])('%s with %j is placed by %s', (time, others, tie) => {
  expect(tieOf(time, 'msg_a', others)).toBe(tie);
});

test('a finer time comes before the order of storing, and that before a random id (S5.1)', () => {
  const ties = [
    tieOf('1.5', 'msg_d', [hex]),
    tieOf('1.51', 'msg_c', [hex]),
    tieOf('1.6', 'msg_a', [null]),
    tieOf(1, 'msg_z', ['6b090cb3725af610e027678f']),
    tieOf(1, 'msg_b', ['6b090cb3725af610e0276791']),
    orderIdOf({ id: 'msg_a', key: 'k' }),
  ];
  expect(ties.toSorted()).toEqual(ties);
});

test('two copies of one message know together what the better of them knows, whichever came first (S5.1)', () => {
  const copies = [
    tieOf(1, 'msg_a', []),
    tieOf(1, 'msg_a', [hex]),
    tieOf('1.5', 'msg_a', []),
    tieOf('1.5', 'msg_a', [hex]),
  ];
  for (const list of [copies, copies.toReversed()]) expect(list.reduce(lesserTie)).toBe(`.5 ${hex} msg_a`);
});

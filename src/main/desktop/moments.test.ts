import { beforeEach, expect, it } from 'vitest';
import { createMomentWatch, lookEveryMs } from './moments.ts';

let now: number;
let addresses: NodeJS.Dict<{ address: string; internal: boolean }[]>;
let told: string[];
let look: () => void;

const pass = (ms = lookEveryMs) => {
  now += ms;
  look();
};

beforeEach(() => {
  now = 1_000_000;
  addresses = {
    lo: [{ address: '127.0.0.1', internal: true }],
    eth0: [{ address: '10.0.0.5', internal: false }],
  };
  told = [];
  look = createMomentWatch({
    now: () => now,
    addresses: () => addresses,
    tell: (moment) => told.push(moment),
  });
});

it('is quiet while nothing changes', () => {
  for (let round = 0; round < 100; round++) pass();
  pass(lookEveryMs + 14_000);
  expect(told).toEqual([]);
});

it('tells of every other address, once', () => {
  addresses = { ...addresses, wlan0: [{ address: '192.168.1.7', internal: false }] };
  pass();
  pass();
  addresses = { ...addresses, wlan0: [{ address: '192.168.2.7', internal: false }] };
  pass();
  expect(told).toEqual(['network', 'network']);
});

it('does not ask for a connection where there is no network, and does when it is back', () => {
  const before = addresses;
  addresses = { lo: before['lo'] };
  pass();
  expect(told).toEqual([]);
  addresses = before;
  pass();
  expect(told).toEqual(['network']);
});

it('does not care about the loopback or the order', () => {
  addresses = { eth0: addresses['eth0'], lo: [{ address: '127.0.0.2', internal: true }] };
  pass();
  expect(told).toEqual([]);
});

it('tells of a clock that jumped, forwards and back', () => {
  pass(60_000);
  pass();
  pass(-3_600_000);
  pass();
  expect(told).toEqual(['clock', 'clock']);
});

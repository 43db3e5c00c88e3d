import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isoTime, message, time } from './wire.samples.ts';
import { parseMessage, WireError } from './wire.ts';

const messageAt = (createdAt: unknown) => parseMessage({ ...message, createdAt });

describe('time', () => {
  it.each([
    ['ISO-8601', isoTime],
    ['ISO-8601 with an offset', '2025-11-06T12:08:02.731+03:00'],
    ['ISO-8601 with microseconds, cut', '2025-11-06T09:08:02.731999Z'],
    ['ISO-8601 with a space', '2025-11-06 09:08:02.731Z'],
    ['a number of milliseconds', time],
    ['a number with a fraction', time + 0.615234],
    ['a string of milliseconds', String(time)],
    ['a string of milliseconds with a fraction', `${time}.615234`],
    ['a fraction that a float would round up', `${time}.99999999999999`],
  ])('may be %s', (_kind, wire) => {
    expect(messageAt(wire).createdAt).toBe(time);
  });

  it('is milliseconds wherever it is digits, even where it looks like a year (P1.4)', () => {
    expect(messageAt('2025').createdAt).toBe(2025);
  });

  it('is UTC where it has no zone, wherever it is read (P1.4)', () => {
    vi.stubEnv('TZ', 'Asia/Vladivostok');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(new Date(0).getTimezoneOffset()).not.toBe(0);
    expect(messageAt('2025-11-06T09:08:02.731').createdAt).toBe(time);
    expect(messageAt('2025-11-06').createdAt).toBe(Date.UTC(2025, 10, 6));
  });

  it.each([
    undefined,
    null,
    '',
    'yesterday',
    'hello 1',
    '-5',
    '2025-13-45T00:00:00Z',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    1e300,
    '9'.repeat(400),
    true,
    {},
    new Date(Number.NaN),
  ])('fails a message when it is %s', (wire) => {
    expect(() => messageAt(wire)).toThrow(WireError);
  });
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { typingIntervalMs } from '../../shared/typing.ts';
import { createTypingSignal, typingPause } from './typingSignal.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function make() {
  const sent: boolean[] = [];
  return { sent, signal: createTypingSignal((typing) => sent.push(typing), Date.now) };
}

it('says it once in three seconds of typing (S11.4)', () => {
  const { sent, signal } = make();
  for (let time = 0; time <= 2 * typingIntervalMs; time += 100) {
    signal.input(false);
    vi.advanceTimersByTime(100);
  }
  expect(sent).toEqual([true, true, true]);
});

it('ends after a pause', () => {
  const { sent, signal } = make();
  signal.input(false);
  vi.advanceTimersByTime(typingPause - 1);
  expect(sent).toEqual([true]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([true, false]);
});

it('ends at once when the text is cleared or sent, and only once', () => {
  const { sent, signal } = make();
  signal.input(true);
  expect(sent).toEqual([]);
  signal.input(false);
  signal.input(true);
  signal.stop();
  vi.advanceTimersByTime(typingPause);
  expect(sent).toEqual([true, false]);
  signal.input(false);
  expect(sent).toEqual([true, false, true]);
});

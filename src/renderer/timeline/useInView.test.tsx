import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { message } from '../testing/message.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { useInView } from './useInView.ts';

let bridge: MockBridge;

beforeEach(() => {
  vi.useFakeTimers();
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const told = () =>
  bridge.calls
    .filter(({ name }) => name === 'setInView')
    .map(({ input }) => (input as { keys: string[] }).keys.join(' '));

it('tells what is in sight once the list rests, and that nothing is while the window is hidden', () => {
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible');
  const { rerender, unmount } = renderHook(
    ({ keys }) =>
      useInView(
        'dlg_andrey',
        keys.map((key) => message(key)),
      ),
    { initialProps: { keys: ['m1', 'm2'] } },
  );
  vi.advanceTimersByTime(200);
  rerender({ keys: ['m2', 'm3'] });
  vi.advanceTimersByTime(1_000);
  rerender({ keys: ['m2', 'm3'] });
  vi.advanceTimersByTime(1_000);
  expect(told()).toEqual(['m2 m3']);
  visibility.mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  visibility.mockReturnValue('visible');
  document.dispatchEvent(new Event('visibilitychange'));
  unmount();
  expect(told()).toEqual(['m2 m3', '', 'm2 m3', '']);
});

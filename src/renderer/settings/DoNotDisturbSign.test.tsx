import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { takeEvents } from '../state/actions.ts';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { DoNotDisturbSign } from './DoNotDisturbSign.tsx';

let bridge: MockBridge;
const now = new Date(2026, 10, 27, 14, 0).getTime();
const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
  bridge = createMockBridge(now);
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
  bridge.onEvents(takeEvents);
  render(
    <LanguageProvider>
      <DoNotDisturbSign />
    </LanguageProvider>,
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const sign = () => screen.queryByTestId('do-not-disturb')?.textContent ?? null;
const silence = (until: number | null) => act(() => bridge.updateSettings({ doNotDisturbUntil: until }));

it('shows until when there are no notifications, and goes by itself', async () => {
  expect(sign()).toBeNull();
  await silence(now + 30 * minute);
  expect(sign()).toBe('Не беспокоить до 14:30');
  await act(() => vi.advanceTimersByTimeAsync(29 * minute));
  expect(sign()).not.toBeNull();
  await act(() => vi.advanceTimersByTimeAsync(minute));
  expect(sign()).toBeNull();
});

it('names the day where it is another one', async () => {
  await silence(new Date(2026, 10, 28, 9, 0).getTime());
  expect(sign()).toBe('Не беспокоить до 28 ноября, 09:00');
});

it('is not there for a time that is over, nor far beyond what a timer holds without one', async () => {
  await silence(now - 1);
  expect(sign()).toBeNull();
  await silence(now + 60 * 24 * 60 * minute);
  await act(() => vi.advanceTimersByTimeAsync(minute));
  expect(sign()).not.toBeNull();
});

it('ends it from its menu', async () => {
  await silence(now + 30 * minute);
  fireEvent.click(screen.getByTestId('do-not-disturb'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Включить уведомления' }));
  await act(() => vi.advanceTimersByTimeAsync(0));
  expect(bridge.calls).toContainEqual({ name: 'updateSettings', input: { doNotDisturbUntil: null } });
  expect(sign()).toBeNull();
});

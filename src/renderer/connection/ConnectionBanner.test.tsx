import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BridgeEvent } from '../../shared/bridge.ts';
import { LanguageProvider } from '../i18n/language.tsx';
import { applyEvents, applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge } from '../testing/mockBridge.ts';
import { showAfter } from './bannerState.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';

type CaughtUp = Extract<BridgeEvent, { type: 'caughtUp' }>;

beforeEach(() => {
  vi.useFakeTimers();
  const bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** What the banner says after an outage that ended with this. */
async function afterOutage(
  told: Pick<CaughtUp, 'received' | 'repaired' | 'lost'>,
  language: 'ru' | 'en' = 'ru',
): Promise<string | null> {
  await act(async () => useChat.setState(({ settings }) => ({ settings: { ...settings, language } })));
  render(
    <LanguageProvider>
      <ConnectionBanner />
    </LanguageProvider>,
  );
  const become = (state: 'waiting' | 'live') =>
    act(async () => useChat.setState(({ connection }) => ({ connection: { ...connection, state } })));
  await become('waiting');
  await act(() => vi.advanceTimersByTimeAsync(showAfter + 100));
  const event: CaughtUp = { type: 'caughtUp', ...told, firstMissedKey: null };
  await act(async () => useChat.setState((state) => applyEvents(state, [event], Date.now())));
  await become('live');
  return screen.getByTestId('connection-banner').textContent;
}

it.each([
  [{ received: 12, repaired: 10, lost: 0 }, 'Связь восстановлена. Восстановлено 10 сообщений, потеряно 0'],
  [{ received: 1, repaired: 1, lost: 0 }, 'Связь восстановлена. Восстановлено 1 сообщение, потеряно 0'],
  [{ received: 0, repaired: 3, lost: 0 }, 'Связь восстановлена. Восстановлено 3 сообщения, потеряно 0'],
  [{ received: 0, repaired: 0, lost: 2 }, 'Связь восстановлена. Восстановлено 0 сообщений, потеряно 2'],
  [{ received: 4, repaired: 0, lost: 0 }, 'Связь восстановлена. 4 новых сообщения'],
  [{ received: 0, repaired: 0, lost: 0 }, 'Связь восстановлена'],
])('says what had been missed and what is still missing (S22.1): %o', async (told, words) => {
  expect(await afterOutage(told)).toBe(words);
});

it('says it in English too', async () => {
  expect(await afterOutage({ received: 1, repaired: 1, lost: 0 }, 'en')).toBe(
    'Connection restored. 1 message recovered, 0 lost',
  );
  cleanup();
  expect(await afterOutage({ received: 10, repaired: 10, lost: 1 }, 'en')).toBe(
    'Connection restored. 10 messages recovered, 1 lost',
  );
});

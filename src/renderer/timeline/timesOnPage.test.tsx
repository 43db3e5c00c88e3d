import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DialogRow } from '../dialogs/DialogRow.tsx';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { message } from '../testing/message.ts';
import { createMockBridge } from '../testing/mockBridge.ts';
import { MessageRow } from './MessageRow.tsx';
import { layoutRow } from './rows.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv('TZ', 'Europe/Moscow');
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** A chat whose last message is of this moment, in the list and on the page. */
function show(createdAt: number): void {
  const bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
  const dialog = useChat.getState().dialogs.get('dlg_maria');
  if (!dialog) throw new Error('no such chat');
  const shown = message('a', { createdAt });
  render(
    <LanguageProvider>
      <div data-testid="list">
        <DialogRow dialog={{ ...dialog, lastActivityAt: createdAt }} />
      </div>
      <div data-testid="page">
        <MessageRow
          message={shown}
          {...layoutRow(shown, undefined, null)}
          author="Мария"
          inGroup={false}
          tick={null}
          readers={null}
        />
      </div>
    </LanguageProvider>,
  );
}

function pass(milliseconds: number): void {
  act(() => {
    vi.advanceTimersByTime(milliseconds);
  });
}

const list = () => screen.getByTestId('list').querySelector('.tabular-nums')?.textContent;
const page = () => ({
  day: screen.getByTestId('page').querySelector('p')?.textContent,
  time: screen.getByTestId('page').querySelector('time')?.textContent,
});

const moscow = (day: number, hour: number, minute: number) => Date.UTC(2026, 10, day, hour - 3, minute);

it('turns to another time zone, times and days together', () => {
  vi.setSystemTime(moscow(27, 1, 30));
  show(moscow(27, 0, 30));
  expect([list(), page()]).toEqual(['00:30', { day: 'Сегодня', time: '00:30' }]);
  vi.stubEnv('TZ', 'America/New_York');
  pass(2_000);
  expect([list(), page()]).toEqual(['16:30', { day: 'Сегодня', time: '16:30' }]);
  vi.stubEnv('TZ', 'Asia/Kathmandu');
  pass(2_000);
  expect([list(), page()]).toEqual(['03:15', { day: 'Сегодня', time: '03:15' }]);
});

it('turns to the next day at midnight, and at once on coming back to the window', () => {
  vi.setSystemTime(moscow(27, 23, 59));
  show(moscow(27, 14, 3));
  expect([list(), page().day]).toEqual(['14:03', 'Сегодня']);
  pass(62_000);
  expect([list(), page().day]).toEqual(['вчера', 'Вчера']);
  // The computer slept: no timer ran.
  vi.setSystemTime(moscow(30, 9, 0));
  act(() => {
    window.dispatchEvent(new Event('focus'));
  });
  expect([list(), page().day]).toEqual(['27 нояб.', '27 ноября']);
});

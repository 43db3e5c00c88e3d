import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { type Screen, showScreen, useView } from '../state/view.ts';
import { openChat } from '../testing/openChat.tsx';
import { IconButton } from './Button.tsx';

afterEach(cleanup);

/** Without a word that can be seen; what only screen readers find is nobody's to point at. */
function isBare(button: HTMLButtonElement): boolean {
  if (button.style.width === '1px') return false;
  const words = [...button.querySelectorAll('.sr-only')].map((hidden) => hidden.textContent ?? '').join('');
  return (button.textContent ?? '').trim() === words.trim();
}

it('has a tooltip on every button without words, on every screen', async () => {
  await openChat('dlg_group');
  useView.setState({ finding: true });
  const screens: (Screen | null)[] = [null, 'newChat', 'settings', 'chatInfo'];
  const seen = new Set<string>();
  for (const shown of screens) {
    await act(async () => showScreen(shown));
    const bare = [...document.querySelectorAll('button')].filter(isBare);
    for (const button of bare) {
      const name = button.getAttribute('aria-label') ?? '';
      seen.add(name);
      expect(button.dataset['tooltip'] ?? button.title, button.outerHTML).toBe(name);
      expect(name).not.toBe('');
    }
  }
  expect([...seen]).toContain('Новый чат');
  expect([...seen]).toContain('Отметить все чаты прочитанными');
  expect([...seen]).toContain('Действия с сообщением');
}, 30_000);

it('shows it after a moment under the pointer', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  render(
    <LanguageProvider>
      <IconButton aria-label="Закрыть">×</IconButton>
    </LanguageProvider>,
  );
  // Hovering counts only where the pointer was used last.
  fireEvent.pointerDown(document.body, { pointerType: 'mouse' });
  await userEvent.setup({ advanceTimers: vi.advanceTimersByTime.bind(vi) }).hover(screen.getByRole('button'));
  expect(screen.queryByRole('tooltip')).toBeNull();
  await act(() => vi.advanceTimersByTimeAsync(600));
  expect(screen.getByRole('tooltip').textContent).toBe('Закрыть');
  vi.useRealTimers();
});

it('shows it at once on keyboard focus, and leaves Escape to what is around the button', async () => {
  const close = vi.fn();
  const press = (event: KeyboardEvent) => event.key === 'Escape' && close();
  window.addEventListener('keydown', press);
  render(
    <LanguageProvider>
      <IconButton aria-label="Закрыть">×</IconButton>
    </LanguageProvider>,
  );
  await userEvent.tab();
  expect(screen.getByRole('tooltip').textContent).toBe('Закрыть');
  fireEvent.keyDown(screen.getByRole('button'), { key: 'Escape' });
  window.removeEventListener('keydown', press);
  expect(close).toHaveBeenCalledOnce();
  expect(document.querySelector('[role="tooltip"]:not([data-exiting])')).toBeNull();
});

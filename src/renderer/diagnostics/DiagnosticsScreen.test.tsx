import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { useView } from '../state/view.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { DiagnosticsScreen } from './DiagnosticsScreen.tsx';

let bridge: MockBridge;

beforeEach(async () => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
  render(
    <LanguageProvider>
      <DiagnosticsScreen />
    </LanguageProvider>,
  );
  await screen.findByText('Соединение');
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('tells the state, the rooms and what was lost', async () => {
  const answer = await bridge.getDiagnostics({});
  if (!answer.ok) throw new Error('no diagnostics');
  const { server, ledger } = answer.value;
  const state0 = within(screen.getByRole('row', { name: /^Состояние/ }));
  expect(state0.getByRole('cell').textContent).toBe('на связи');
  expect(screen.getByText(server ?? '—')).toBeTruthy();
  const [first] = ledger;
  const line = `Получено: ${first?.received} · Потеряно: ${first?.lost}`;
  expect(screen.getAllByText((text) => text.startsWith(line)).length).toBeGreaterThan(0);
});

it('asks again every second while it is open, and no longer once closed', async () => {
  const asked = () => bridge.calls.filter(({ name }) => name === 'getDiagnostics').length;
  cleanup();
  vi.useFakeTimers();
  render(
    <LanguageProvider>
      <DiagnosticsScreen />
    </LanguageProvider>,
  );
  const before = asked();
  await act(() => vi.advanceTimersByTimeAsync(3_000));
  expect(asked()).toBe(before + 3);
  cleanup();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(asked()).toBe(before + 3);
});

it('says where the report is, or why there is none', async () => {
  const save = screen.getByRole('button', { name: 'Сохранить отчёт' });
  bridge.failures.set('exportDiagnostics', 'storageFailed');
  await userEvent.click(save);
  const failed = screen.getByRole('status').textContent;
  expect(failed).toMatch(/\S/);
  expect(failed).not.toContain('storageFailed');
  bridge.failures.clear();
  await userEvent.click(save);
  expect(screen.getByRole('status').textContent).toMatch(/^Сохранено: /);
});

it('leads to the check of the connection', async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Проверить связь' }));
  expect(useView.getState().screen).toBe('examination');
});

it.each([
  ['ru', /\b(?:live|waiting|connecting|queued|held|composed|painted|watermarks|message:new|dlg_group)\b/],
  ['en', /[а-яё]/i],
] as const)('speaks the language chosen: %s', async (language, foreign) => {
  await act(async () => useChat.setState(({ settings }) => ({ settings: { ...settings, language } })));
  await screen.findByText(language === 'ru' ? 'Соединение' : 'Connection');
  const titles = [...useChat.getState().dialogs.values()].map(({ title }) => title);
  const words = [...document.querySelectorAll('th, td, h3, button')].map(
    (element) => element.textContent ?? '',
  );
  expect(words.filter((text) => foreign.test(text) && !titles.includes(text))).toEqual([]);
});

it('makes no alarm of copies that were never shown', () => {
  expect(screen.queryByText(/Повторов/)).toBeNull();
  expect(screen.getByRole('row', { name: /^Лишние копии/ }).textContent).toContain('не показаны');
});

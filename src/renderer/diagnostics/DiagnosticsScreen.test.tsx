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

/** Everything that is read, or read out. */
function everyWord(): string[] {
  const shown = [...document.querySelectorAll('th, td, h3, button, p, li')].map(
    ({ textContent }) => textContent,
  );
  const told = [...document.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label'));
  return [...shown, ...told].map((text) => text ?? '');
}

it.each([
  [
    'ru',
    /\b(?:live|waiting|connecting|queued|held|composed|painted|watermarks|message:new|dlg_group|silence|unreachable|hostNotFound|send|linux|min|sec|ago)\b/,
  ],
  ['en', /[а-яё]/i],
] as const)('speaks the language chosen: %s', async (language, foreign) => {
  await act(async () => useChat.setState(({ settings }) => ({ settings: { ...settings, language } })));
  await screen.findByText(language === 'ru' ? 'Соединение' : 'Connection');
  const titles = [...useChat.getState().dialogs.values()].map(({ title }) => title);
  expect(everyWord().filter((text) => foreign.test(text) && !titles.includes(text))).toEqual([]);
});

it('draws the connection, says where it broke, and has every change in a table (S23.1)', async () => {
  expect(screen.getByRole('img', { name: /^Соединение с .+: на связи \d+ % времени$/ })).toBeTruthy();
  const broken = screen.getByRole('button', { name: /сервер перестал отвечать$/ });
  await userEvent.tab();
  act(() => broken.focus());
  expect((await screen.findByRole('tooltip')).textContent).toContain('сервер перестал отвечать');
  const row = screen.getByRole('row', { name: /подключиться не удалось/ });
  expect(row.textContent).toContain('ждёт новой попытки');
});

it('says how the connection is, with words for what a number alone would not tell (S23.1)', () => {
  const cell = (name: RegExp) => within(screen.getByRole('row', { name })).getByRole('cell').textContent;
  expect(cell(/^Последний сигнал/)).toMatch(/^\d+\sс назад$/);
  expect(cell(/^Ответ на проверку/)).toMatch(/^за 42 мс, \d+\sс назад$/);
  expect(cell(/^Часы/)).toMatch(/^часы компьютера отстают на 2\sмин$/);
  expect(cell(/^Хранится здесь/)).toMatch(/^48\s211 сообщений, 12\sМБ$/);
  expect(cell(/^Система/)).toBe('Linux 6.8.0, GNOME');
  expect(cell(/^Язык системы/)).toBe('русский');
});

it('shows a report of another computer in its place, says so, and comes back (S23.2)', async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Открыть отчёт…' }));
  expect(screen.getByText(/^Отчёт от .+ с компьютера ivanov-pc$/)).toBeTruthy();
  expect(screen.getByRole('row', { name: /^Слушает чаты/ }).textContent).toContain('2 чата');
  expect(screen.queryByRole('button', { name: 'Сохранить отчёт' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Вернуться' }));
  expect(screen.queryByText(/^Отчёт от/)).toBeNull();
  expect(screen.getByRole('button', { name: 'Сохранить отчёт' })).toBeTruthy();
});

it('says so of a file that is no report', async () => {
  bridge.failures.set('openReport', 'notReport');
  await userEvent.click(screen.getByRole('button', { name: 'Открыть отчёт…' }));
  expect(screen.getByRole('status').textContent).toMatch(/^Этот файл не похож на отчёт/);
});

it('makes no alarm of copies that were never shown', () => {
  expect(screen.queryByText(/Повторов/)).toBeNull();
  expect(screen.getByRole('row', { name: /^Лишние копии/ }).textContent).toContain('не показаны');
});

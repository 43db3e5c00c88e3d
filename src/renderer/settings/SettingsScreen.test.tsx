import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { takeEvents } from '../state/actions.ts';
import { applySnapshot } from '../state/applyEvents.ts';
import { useNotice } from '../state/notice.ts';
import { useChat } from '../state/store.ts';
import { useView } from '../state/view.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { SettingsScreen } from './SettingsScreen.tsx';

let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
  useChat.setState((state) => ({ connection: { ...state.connection, features: ['sessions'] } }));
  useView.setState({ screen: 'settings' });
  useNotice.setState({ code: null });
});
afterEach(cleanup);

function show() {
  render(
    <LanguageProvider>
      <SettingsScreen />
    </LanguageProvider>,
  );
}

const tab = (name: string) => userEvent.click(screen.getByRole('tab', { name }));
const called = (wanted: string) =>
  bridge.calls.filter(({ name }) => name === wanted).map(({ input }) => input);

it('changes exactly the part that was chosen', async () => {
  show();
  await userEvent.click(screen.getByRole('radio', { name: 'Тёмная' }));
  await userEvent.click(screen.getByRole('radio', { name: 'Ctrl+Enter' }));
  await tab('Уведомления');
  await userEvent.click(screen.getByRole('radio', { name: 'Только имя' }));
  await userEvent.click(screen.getByRole('switch', { name: 'Тихие часы' }));
  expect(called('updateSettings')).toEqual([
    { theme: 'dark' },
    { sendKey: 'controlEnter' },
    { notificationText: 'name' },
    { quietHours: { from: 1_320, to: 480 } },
  ]);
});

it('changes the size of everything step by step, within its limits', async () => {
  bridge.onEvents(takeEvents);
  show();
  await userEvent.click(screen.getByRole('button', { name: 'Крупнее' }));
  expect(screen.getByText('110 %')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Мельче' }));
  await userEvent.click(screen.getByRole('switch', { name: 'Проверять орфографию' }));
  expect(called('updateSettings')).toEqual([{ zoom: 110 }, { zoom: 100 }, { spellCheck: false }]);
  act(() => useChat.setState((state) => ({ settings: { ...state.settings, zoom: 300 } })));
  expect(screen.getByRole('button', { name: 'Крупнее' })).toHaveProperty('disabled', true);
});

it('says when a setting was not kept', async () => {
  bridge.failures.set('updateSettings', 'storageFailed');
  show();
  await userEvent.click(screen.getByRole('radio', { name: 'Крупный' }));
  expect(useNotice.getState().code).toBe('storageFailed');
});

it('ends another device after asking', async () => {
  show();
  await tab('Устройства');
  await userEvent.click(await screen.findByRole('button', { name: 'Завершить сеанс' }));
  expect(called('endDevice')).toEqual([]);
  const question = screen.getByRole('alertdialog');
  const [, confirm] = [...question.querySelectorAll('button')];
  if (!confirm) throw new Error('nothing to confirm with');
  await userEvent.click(confirm);
  expect(called('endDevice')).toEqual([{ sessionId: 'ses_home' }]);
});

it('tells devices apart: which computer, since when, how long ago, and which is this one', async () => {
  show();
  await tab('Устройства');
  const lines = [...document.querySelectorAll('li')].map(({ textContent }) => textContent ?? '');
  expect(lines[0]).toMatch(/^petrov-pc · LinuxЭто устройство\. Вход: .*\d{4}/);
  expect(lines[1]).toMatch(
    /^petrov-home · Windows 11 · nightВход: .*\d{4}.*\. Последняя активность: .*\d{4}/,
  );
});

it('has no devices where the server knows none', () => {
  useChat.setState((state) => ({ connection: { ...state.connection, features: [] } }));
  show();
  expect(screen.queryByRole('tab', { name: 'Устройства' })).toBeNull();
});

it('keeps a name that was refused in the field, with the reason', async () => {
  bridge.failures.set('updateName', 'notSupported');
  show();
  await tab('Профиль');
  const field = screen.getByLabelText<HTMLInputElement>('Ваше имя');
  await userEvent.clear(field);
  await userEvent.type(field, 'Новое имя{Enter}');
  expect(called('updateName')).toEqual([{ name: 'Новое имя' }]);
  expect(field.value).toBe('Новое имя');
  expect(field.getAttribute('aria-invalid')).toBe('true');
});

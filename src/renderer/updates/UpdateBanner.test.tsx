import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { UpdateView } from '../../shared/updates.ts';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { UpdateBanner } from './UpdateBanner.tsx';

let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
});
afterEach(cleanup);

function show(update: UpdateView) {
  useChat.setState({ update });
  render(
    <LanguageProvider>
      <UpdateBanner />
    </LanguageProvider>,
  );
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const called = () => bridge.calls.map(({ name, input }) => ({ name, input }));
const banner = () => screen.queryByTestId('update-banner');

it('offers an update, and loads it when told to', async () => {
  show({ state: 'available', version: '1.2.3' });
  expect(screen.getByText('Доступно обновление 1.2.3')).toBeTruthy();
  await press('Обновить');
  expect(called()).toEqual([{ name: 'downloadUpdate', input: {} }]);
});

it('is silent about what was put off, until something new comes', async () => {
  show({ state: 'available', version: '1.2.3' });
  await press('Позже');
  expect(banner()).toBeNull();
  useChat.setState({ update: { state: 'available', version: '1.2.4' } });
  expect(await screen.findByText('Доступно обновление 1.2.4')).toBeTruthy();
});

it('tells how far it is, without a button', () => {
  show({ state: 'downloading', version: '1.2.3', percent: 42 });
  expect(screen.getByText('Загружается обновление 1.2.3: 42 %')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

it('restarts, but asks first where there is unsent text', async () => {
  show({ state: 'ready', version: '1.2.3' });
  bridge.installUpdate = async (input) => {
    bridge.calls.push({ name: 'installUpdate', input });
    return { ok: true, value: { restarting: input.evenUnsent } };
  };
  await press('Перезапустить и обновить');
  expect(await screen.findByRole('alertdialog')).toBeTruthy();
  await press('Всё равно перезапустить');
  expect(called()).toEqual([
    { name: 'installUpdate', input: { evenUnsent: false } },
    { name: 'installUpdate', input: { evenUnsent: true } },
  ]);
});

it('says what went wrong with an update that was wanted, and nothing of a check nobody asked for', () => {
  show({ state: 'failed', trouble: 'damaged', version: '1.2.3' });
  expect(screen.getByText(/не совпал с подписанным/)).toBeTruthy();
  cleanup();
  show({ state: 'failed', trouble: 'unreachable', version: null });
  expect(banner()).toBeNull();
});

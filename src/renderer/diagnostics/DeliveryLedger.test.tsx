import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { makeDiagnostics } from '../testing/mockSettings.ts';
import { DeliveryLedger } from './DeliveryLedger.tsx';

let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
});
afterEach(cleanup);

function show(entries = makeDiagnostics(Date.now()).ledger) {
  render(
    <LanguageProvider>
      <DeliveryLedger entries={entries} />
    </LanguageProvider>,
  );
  return screen.queryAllByRole('row').map((row) => row.textContent);
}

it('tells of every reconnect what came, what had been missed, what was dropped and what differs (S22.1)', () => {
  const [good, bad] = show();
  for (const words of [
    'Получено: 12 · Потеряно: 0 · Восстановлено: 10',
    'Расхождений: 0',
    'Лишних копий: 10',
  ])
    expect(good).toContain(words);
  for (const words of ['Потеряно: 1', 'Расхождений: 2', 'Ждём историю: 1', 'Удалено на сервере: 1', '2,2 с'])
    expect(bad).toContain(words);
});

it('names the chats, and what differs by its ids, to who asks', async () => {
  show();
  const row = screen.getAllByRole('row')[1] as HTMLElement;
  const title = String(useChat.getState().dialogs.get('dlg_group')?.title);
  expect(row.textContent).not.toContain(title);
  await userEvent.click(within(row).getByRole('button', { name: 'По чатам' }));
  expect(row.textContent).toContain(title);
  expect(row.textContent).toContain('нет здесь: msg_00000002');
  expect(row.textContent).toContain('прежняя версия: msg_00000003');
  await userEvent.click(within(row).getByRole('button', { name: 'Скрыть чаты', expanded: true }));
  expect(row.textContent).not.toContain(title);
});

it('has nothing to tell before the first reconnect', () => {
  expect(show([])).toEqual([]);
  expect(screen.getByText('—')).toBeTruthy();
});

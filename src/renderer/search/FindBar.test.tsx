import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { useView } from '../state/view.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { messagesByDialog } from '../testing/sampleData.ts';
import { FindBar } from './FindBar.tsx';

const dialogId = 'dlg_andrey';
let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState({ ...applySnapshot(bridge.snapshot), window: null });
  useView.setState({ finding: true, jumpedTo: null });
  ['Смета старая', 'Смета новая'].forEach((text, minutes) => {
    vi.setSystemTime(new Date(2026, 10, 4, 12, minutes));
    bridge.receive(dialogId, 'usr_andrey00', text);
  });
  vi.useRealTimers();
  render(
    <LanguageProvider>
      <FindBar dialogId={dialogId} />
    </LanguageProvider>,
  );
});
afterEach(cleanup);

const field = () => screen.getByRole('textbox');
const status = () => screen.getByRole('status').textContent;
const keyOf = (text: string) => messagesByDialog[dialogId]?.findLast(({ content }) => content === text)?.key;
const jumpedTo = () => useView.getState().jumpedTo;

it('goes to older hits with Enter, back with Shift+Enter, and counts them', async () => {
  expect(document.activeElement).toBe(field());
  await userEvent.type(field(), 'смета');
  await waitFor(() => expect(status()).toBe('0 из 2'));
  await userEvent.keyboard('{Enter}');
  expect(status()).toBe('1 из 2');
  expect(jumpedTo()).toBe(keyOf('Смета новая'));
  await userEvent.keyboard('{Enter}');
  expect(status()).toBe('2 из 2');
  expect(jumpedTo()).toBe(keyOf('Смета старая'));
  await userEvent.keyboard('{Enter}');
  expect(status()).toBe('2 из 2');
  await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
  expect(status()).toBe('1 из 2');
});

it('begins anew with another word', async () => {
  await userEvent.type(field(), 'смета');
  await waitFor(() => expect(status()).toBe('0 из 2'));
  await userEvent.keyboard('{Enter}');
  await userEvent.type(field(), ' новая');
  await waitFor(() => expect(status()).toBe('0 из 1'));
});

it('says that nothing was found and offers no way to it', async () => {
  await userEvent.type(field(), 'небывалое');
  await waitFor(() => expect(status()).toBe('Ничего не найдено'));
  expect(screen.getByRole('button', { name: 'Более раннее' })).toHaveProperty('disabled', true);
});

it('closes with Escape', async () => {
  await userEvent.type(field(), '{Escape}');
  expect(useView.getState().finding).toBe(false);
});

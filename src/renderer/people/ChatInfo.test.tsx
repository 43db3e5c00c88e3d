import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { useView } from '../state/view.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { ChatInfo } from './ChatInfo.tsx';

let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
  useView.setState({ screen: 'chatInfo' });
});
afterEach(cleanup);

function show(openDialogId: string) {
  useChat.setState({ openDialogId });
  render(
    <LanguageProvider>
      <ChatInfo />
    </LanguageProvider>,
  );
}

const called = (wanted: string) =>
  bridge.calls.filter(({ name }) => name === wanted).map(({ input }) => input);

it('shows the other person, and nothing about members, in a chat of two', async () => {
  show('dlg_maria');
  await screen.findByRole('switch', { name: 'Уведомления' });
  expect(screen.queryByText('Покинуть чат')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Добавить' })).toBeNull();
});

it('silences the chat', async () => {
  show('dlg_maria');
  await userEvent.click(screen.getByRole('switch', { name: 'Уведомления' }));
  expect(called('setMuted')).toEqual([{ dialogId: 'dlg_maria', muted: true }]);
});

it('leaves a group after asking, and closes', async () => {
  show('dlg_group');
  await userEvent.click(await screen.findByRole('button', { name: 'Покинуть чат' }));
  expect(called('leaveDialog')).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Покинуть' }));
  expect(called('leaveDialog')).toEqual([{ dialogId: 'dlg_group' }]);
  expect(useView.getState().screen).toBeNull();
});

it('says why leaving failed, where it was asked', async () => {
  bridge.failures.set('leaveDialog', 'connectionLost');
  show('dlg_group');
  await userEvent.click(await screen.findByRole('button', { name: 'Покинуть чат' }));
  await userEvent.click(screen.getByRole('button', { name: 'Покинуть' }));
  expect(screen.getByRole('alert').textContent).not.toBe('');
  expect(useView.getState().screen).toBe('chatInfo');
});

it('makes a member an admin through their menu', async () => {
  show('dlg_group');
  const [menu] = await screen.findAllByRole('button', { name: /^Действия: / });
  if (!menu) throw new Error('nobody has a menu');
  await userEvent.click(menu);
  await userEvent.click(screen.getByRole('menuitem', { name: /администратора/ }));
  expect(called('setMemberRole')).toHaveLength(1);
});

it('offers a retry when the members could not be loaded', async () => {
  bridge.failures.set('getDialogDetails', 'timeout');
  show('dlg_group');
  bridge.failures.clear();
  await userEvent.click(await screen.findByRole('button', { name: 'Повторить' }));
  expect(await screen.findByRole('button', { name: 'Покинуть чат' })).toBeTruthy();
});

it('closes when its chat is gone, so that the keys of the page work again', () => {
  show('dlg_group');
  act(() => useChat.setState({ openDialogId: null }));
  expect(useView.getState().screen).toBeNull();
});

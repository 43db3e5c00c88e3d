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

it('renames a group by its pencil: Enter saves, and the new name is there', async () => {
  show('dlg_group');
  await userEvent.click(await screen.findByRole('button', { name: 'Изменить название' }));
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Название группы' });
  expect([field.value, document.activeElement === field, field.selectionEnd]).toEqual(['Общий', true, 5]);
  await userEvent.keyboard('Склад{Enter}');
  expect(called('renameDialog')).toEqual([{ dialogId: 'dlg_group', name: 'Склад' }]);
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Изменить название' }));
});

it('Escape gives the renaming up, and only then closes', async () => {
  show('dlg_group');
  await userEvent.click(await screen.findByRole('button', { name: 'Изменить название' }));
  await userEvent.keyboard('Другое{Escape}');
  expect([called('renameDialog'), useView.getState().screen]).toEqual([[], 'chatInfo']);
  expect(screen.queryByRole('textbox')).toBeNull();
  await userEvent.keyboard('{Escape}');
  expect(useView.getState().screen).toBeNull();
});

it.each([
  ['dialogNameRequired', /Введите название/],
  ['nameUnfit', /переносов строк/],
  ['connectionRefused', /Нет связи с сервером/],
] as const)('says why a name was refused, and keeps it: %s', async (code, words) => {
  bridge.failures.set('renameDialog', code);
  show('dlg_group');
  await userEvent.click(await screen.findByRole('button', { name: 'Изменить название' }));
  await userEvent.keyboard('Имя{Enter}');
  expect(screen.getByText(words)).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('Имя');
});

it('offers no renaming in a chat of two, nor where the server or the role forbids it', async () => {
  show('dlg_maria');
  await screen.findByRole('switch', { name: 'Уведомления' });
  expect(screen.queryByRole('button', { name: 'Изменить название' })).toBeNull();
  cleanup();
  const details = bridge.getDialogDetails;
  Object.assign(bridge, {
    getDialogDetails: async (input: { dialogId: string }) => {
      const result = await details(input);
      return result.ok ? { ok: true, value: { ...result.value, canRename: false } } : result;
    },
  });
  show('dlg_group');
  await screen.findByRole('button', { name: 'Покинуть чат' });
  expect(screen.queryByRole('button', { name: 'Изменить название' })).toBeNull();
});

it('says of members and of the other person that their account is closed (P7.24)', async () => {
  const maria = bridge.snapshot.users.find(({ name }) => name.startsWith('Мария'));
  if (!maria) throw new Error('Мария is not among the sample people');
  const closed = { ...maria, disabled: true as const };
  const { users } = useChat.getState();
  useChat.setState({ presence: { known: true, online: new Set([maria.userId]) } });
  show('dlg_maria');
  expect(await screen.findByText('в сети')).toBeTruthy();
  act(() => useChat.setState({ users: new Map([...users, [maria.userId, closed]]) }));
  expect(await screen.findByText(`${maria.name} (отключён)`)).toBeTruthy();
  expect(screen.queryByText('в сети')).toBeNull();
  cleanup();
  show('dlg_group');
  expect(await screen.findByText(`${maria.name} (отключён)`)).toBeTruthy();
});

import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Sidebar } from '../dialogs/Sidebar.tsx';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';

const stranger = { userId: 'usr_new00000', name: 'Яна Новикова', phone: '79009009090' };
let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState({ ...applySnapshot(bridge.snapshot), openDialogId: null, window: null });
  useChat.setState(({ users }) => ({ users: new Map(users).set(stranger.userId, stranger) }));
  bridge.receive('dlg_group', 'usr_maria000', 'Купим ёлку и гирлянду');
  render(
    <LanguageProvider>
      <Sidebar narrow={false} />
    </LanguageProvider>,
  );
});
afterEach(cleanup);

const field = () => screen.getByRole('searchbox');
const results = () => screen.findByRole('listbox', { name: 'Найденное' });
const opened = () => bridge.calls.filter(({ name }) => name === 'openDialog').map(({ input }) => input);
const current = () =>
  document.getElementById(field().getAttribute('aria-activedescendant') ?? '')?.textContent;

it('leads to a chat by a few letters and Enter, and is empty again', async () => {
  await userEvent.type(field(), 'волк анд');
  await waitFor(() => expect(current()).toContain('Андрей Волков'));
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(opened()).toMatchObject([{ dialogId: 'dlg_andrey' }]));
  await waitFor(() => expect(field()).toHaveProperty('value', ''));
  expect(screen.queryByRole('listbox', { name: 'Найденное' })).toBeNull();
});

it('leads to a message in a group, whatever the form of the word', async () => {
  await userEvent.type(field(), 'елка');
  const found = within(await results());
  const hit = await found.findByRole('option', { name: /гирлянду/ });
  expect(hit.querySelector('mark')?.textContent).toBe('ёлку');
  await waitFor(() => expect(current()).toContain('гирлянду'));
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(opened()).toMatchObject([{ dialogId: 'dlg_group', at: expect.any(String) }]));
});

it('leads to a person one has no chat with, in the wrong layout as well', async () => {
  await userEvent.type(field(), 'zyf');
  await waitFor(() => expect(current()).toContain('Яна Новикова'));
  await userEvent.keyboard('{Enter}');
  await waitFor(() =>
    expect(bridge.calls.find(({ name }) => name === 'createDialog')?.input).toEqual({
      memberIds: [stranger.userId],
    }),
  );
});

it('goes through everything with the arrows from the field', async () => {
  await userEvent.type(field(), 'север');
  await waitFor(() => expect(current()).toContain('Север-1'));
  await userEvent.keyboard('{ArrowDown}');
  await waitFor(() => expect(current()).toContain('Север-2'));
  await userEvent.keyboard('{ArrowUp}');
  await waitFor(() => expect(current()).toContain('Север-1'));
  expect(document.activeElement).toBe(field());
});

it('says that nothing was found, and why nobody else could be looked for', async () => {
  bridge.failures.set('searchPeople', 'connectionLost');
  await userEvent.type(field(), 'небывалое');
  const found = within(await results());
  expect(await found.findByText('Ничего не найдено')).toBeTruthy();
  await userEvent.clear(field());
  await userEvent.type(field(), 'нови');
  await waitFor(() => expect(current()).toContain('Яна Новикова'));
});

it('Escape clears the field and shows the chats', async () => {
  await userEvent.type(field(), 'волков');
  await results();
  await userEvent.keyboard('{Escape}');
  expect(field()).toHaveProperty('value', '');
  expect(await screen.findByRole('listbox', { name: 'Чаты' })).toBeTruthy();
});

it('takes nothing that was not typed for', async () => {
  useChat.setState(({ users }) => ({
    users: new Map(users).set('usr_seven000', {
      userId: 'usr_seven000',
      name: 'Семён Чужой',
      phone: '79007007070',
    }),
  }));
  await userEvent.type(field(), 'комната 7');
  expect(await within(await results()).findByText('Ничего не найдено')).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  expect(bridge.calls.some(({ name }) => name === 'createDialog' || name === 'openDialog')).toBe(false);
});

it('steps down into the chats while nothing is typed', async () => {
  await userEvent.click(field());
  await userEvent.keyboard('{ArrowDown}');
  expect(screen.getByRole('listbox', { name: 'Чаты' }).contains(document.activeElement)).toBe(true);
});

import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { useView } from '../state/view.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { users } from '../testing/sampleData.ts';
import { NewChatDialog } from './NewChatDialog.tsx';

let bridge: MockBridge;

beforeEach(async () => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState({ ...applySnapshot(bridge.snapshot), openDialogId: null, window: null });
  useView.setState({ screen: 'newChat' });
  render(
    <LanguageProvider>
      <NewChatDialog />
    </LanguageProvider>,
  );
  await screen.findAllByRole('option');
});
afterEach(cleanup);

const field = () => screen.getByRole<HTMLInputElement>('searchbox');
const chosen = () =>
  within(screen.queryByRole('list', { name: 'Выбраны' }) ?? document.createElement('p'))
    .queryAllByRole('listitem')
    .map(({ textContent }) => textContent);
const made = () => bridge.calls.filter(({ name }) => name === 'createDialog').map(({ input }) => input);
const idOf = (name: string) => users.find((user) => user.name.startsWith(name))?.userId;

async function take(name: string): Promise<void> {
  await userEvent.type(field(), `${name}{Enter}`);
  await waitFor(() => expect(chosen().some((person) => person?.startsWith(name))).toBe(true));
}

it('takes the person who was typed by Enter, and writes to them by the next one', async () => {
  await take('Мария');
  expect([field().value, made()]).toEqual(['', []]);
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(made()).toEqual([{ memberIds: [idOf('Мария')] }]));
  await waitFor(() => expect(useView.getState().screen).toBeNull());
});

it('asks for the name of a group where it is missing, and makes it by Enter in that field', async () => {
  await take('Мария');
  await take('Андрей');
  await userEvent.keyboard('{Enter}');
  expect(made()).toEqual([]);
  const name = screen.getByLabelText('Название группы');
  expect(document.activeElement).toBe(name);
  await userEvent.keyboard('Склад{Enter}');
  await waitFor(() =>
    expect(made()).toEqual([{ name: 'Склад', memberIds: [idOf('Мария'), idOf('Андрей')] }]),
  );
});

it('waits for somebody who is not listed yet, and takes nobody who was not typed', async () => {
  await userEvent.type(field(), 'Никого такого нет{Enter}');
  await screen.findByText('Никого не нашли');
  expect(chosen()).toEqual([]);
  await userEvent.clear(field());
  await userEvent.keyboard('{Enter}');
  expect(made()).toEqual([]);
});

it('does not put away whom somebody types again', async () => {
  await take('Мария');
  await userEvent.type(field(), 'Мария{Enter}');
  await waitFor(() => expect(field().value).toBe(''));
  expect(chosen()).toHaveLength(1);
});

it('leaves the person to the arrows where nothing is typed', async () => {
  await take('Мария');
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(made()).toEqual([]);
  expect(chosen()).not.toHaveLength(1);
});

it('closes by its cross and by Escape', async () => {
  await userEvent.keyboard('{Escape}');
  expect(useView.getState().screen).toBeNull();
  useView.setState({ screen: 'newChat' });
  await userEvent.click(screen.getByRole('button', { name: 'Закрыть' }));
  expect(useView.getState().screen).toBeNull();
});

it('offers nobody whose account is closed (P7.24)', async () => {
  const maria = users.find(({ name }) => name.startsWith('Мария'));
  if (!maria) throw new Error('Мария is not among the sample people');
  const option = () => screen.queryByRole('option', { name: /Мария/ });
  expect(option()).not.toBeNull();
  maria.disabled = true;
  onTestFinished(() => {
    delete maria.disabled;
  });
  act(() => useChat.setState({ users: new Map([...useChat.getState().users, [maria.userId, maria]]) }));
  await userEvent.type(field(), 'М');
  await waitFor(() => expect(option()).toBeNull());
});

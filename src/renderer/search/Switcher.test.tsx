import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { useView } from '../state/view.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { Switcher } from './Switcher.tsx';

let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState({ ...applySnapshot(bridge.snapshot), openDialogId: null, window: null });
  useView.setState({ screen: 'switcher' });
  render(
    <LanguageProvider>
      <Switcher />
    </LanguageProvider>,
  );
});
afterEach(cleanup);

const names = () => screen.getAllByRole('option').map((option) => option.textContent);
const option = (text: string) =>
  waitFor(() => {
    const found = screen.getAllByRole('option').find(({ textContent }) => textContent === text);
    if (!found) throw new Error(`«${text}» is not offered`);
    return found;
  });
const opened = () => bridge.calls.find(({ name }) => name === 'openDialog')?.input;

it('opens the chat that a few letters and Enter lead to, and closes', async () => {
  const [chat] = bridge.snapshot.dialogs.filter(({ dialogId }) => dialogId === 'dlg_andrey');
  await userEvent.type(screen.getByRole('searchbox'), chat?.title.slice(0, 4) ?? '');
  await waitFor(() => expect(names()[0]).toContain(chat?.title));
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(opened()).toMatchObject({ dialogId: 'dlg_andrey' }));
  expect(useView.getState().screen).toBeNull();
});

it('offers people one has no chat with only when asked for, and makes the chat', async () => {
  const stranger = { userId: 'usr_new00000', name: 'Яна Новикова', phone: '79009009090' };
  expect(names()).toHaveLength(Math.min(30, bridge.snapshot.dialogs.length));
  useChat.setState(({ users }) => ({ users: new Map(users).set(stranger.userId, stranger) }));
  await userEvent.type(screen.getByRole('searchbox'), 'нови');
  await userEvent.click(await option('ЯНЯна Новикова'));
  const made = bridge.calls.find(({ name }) => name === 'createDialog');
  expect(made?.input).toEqual({ memberIds: [stranger.userId] });
});

it('stays open and says what went wrong', async () => {
  const stranger = { userId: 'usr_new00000', name: 'Яна Новикова', phone: '79009009090' };
  useChat.setState(({ users }) => ({ users: new Map(users).set(stranger.userId, stranger) }));
  bridge.failures.set('createDialog', 'connectionLost');
  await userEvent.type(screen.getByRole('searchbox'), 'нови');
  await userEvent.click(await option('ЯНЯна Новикова'));
  expect((await screen.findByRole('alert')).textContent).toMatch(/\S/);
  expect(useView.getState().screen).toBe('switcher');
});

it('says that nobody was found', async () => {
  await userEvent.type(screen.getByRole('searchbox'), 'небывалое имя');
  expect(await screen.findByText('Никого не нашли')).toBeTruthy();
});

it.each(['комната 7', '909', '900', 'никто 9009009090x'])('Enter takes nobody for «%s»', async (query) => {
  const stranger = { userId: 'usr_new00000', name: 'Яна Новикова', phone: '79009009090' };
  useChat.setState(({ users }) => ({ users: new Map(users).set(stranger.userId, stranger) }));
  await userEvent.type(screen.getByRole('searchbox'), query);
  expect(await screen.findByText('Никого не нашли')).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  expect(bridge.calls.some(({ name }) => name === 'createDialog' || name === 'openDialog')).toBe(false);
});

it.each(['zyf', 'yana', 'новикова яна', '+7 900 900-90-90', '9090'])(
  'finds Яна Новикова for «%s»',
  async (query) => {
    const stranger = { userId: 'usr_new00000', name: 'Яна Новикова', phone: '79009009090' };
    useChat.setState(({ users }) => ({ users: new Map(users).set(stranger.userId, stranger) }));
    await userEvent.type(screen.getByRole('searchbox'), query);
    await userEvent.click(await option('ЯНЯна Новикова'));
    expect(bridge.calls.some(({ name }) => name === 'createDialog')).toBe(true);
  },
);

import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { useView } from '../state/view.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { SearchScreen } from './SearchScreen.tsx';

let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
  useView.setState({ screen: 'search', jumpedTo: null });
  bridge.receive('dlg_group', 'usr_maria000', 'Счёт за ноябрь оплачен');
  render(
    <LanguageProvider>
      <SearchScreen />
    </LanguageProvider>,
  );
});
afterEach(cleanup);

const field = () => screen.getByRole('searchbox');

it('finds words by their beginnings and marks them', async () => {
  await userEvent.type(field(), 'счет');
  const mark = await waitFor(() => {
    const found = document.querySelector('mark');
    if (!found) throw new Error('nothing is marked');
    return found;
  });
  expect(mark.textContent).toBe('Счёт');
});

it('narrows at once, before anything was asked', async () => {
  await userEvent.type(field(), 'ноябрь');
  await screen.findByRole('option', { name: /оплачен/ });
  await userEvent.type(field(), ' небывалое');
  expect(screen.queryByRole('option', { name: /оплачен/ })).toBeNull();
});

it('says at once that nothing is found by what is not there, also by a sign alone', async () => {
  await userEvent.type(field(), '§');
  expect(await screen.findByText('Ничего не найдено')).toBeTruthy();
  expect(screen.queryByText('Что ищем?')).toBeNull();
});

it('opens the chosen message and closes', async () => {
  await userEvent.type(field(), 'ноябрь');
  await userEvent.click(await screen.findByRole('option', { name: /оплачен/ }));
  expect(useView.getState().screen).toBeNull();
  expect(useChat.getState().openDialogId).toBe('dlg_group');
  const opened = bridge.calls.find(({ name }) => name === 'openDialog');
  expect(opened?.input).toMatchObject({ dialogId: 'dlg_group', at: expect.any(String) });
});

it('says that nothing was found, and what was searched', async () => {
  await userEvent.type(field(), 'небывалое');
  expect(await screen.findByText('Ничего не найдено')).toBeTruthy();
  expect(screen.getByText(/загруженным на этот компьютер/)).toBeTruthy();
});

it('says what went wrong', async () => {
  bridge.failures.set('searchMessages', 'storageFailed');
  await userEvent.type(field(), 'счёт');
  await waitFor(() => expect(screen.queryByText('Что ищем?')).toBeNull());
  expect(screen.queryByText('Ничего не найдено')).toBeNull();
});

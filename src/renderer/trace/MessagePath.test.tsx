import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot, applyWindow } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { message } from '../testing/message.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { MessageMenu } from '../timeline/MessageMenu.tsx';
import { openMessageMenu } from '../timeline/messageMenu.ts';
import { MessagePath } from './MessagePath.tsx';

const incoming = 'msg_00000000000000000001';
let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
});
afterEach(cleanup);

/** By the keyboard, from the message's menu. */
async function openPath(key: string): Promise<HTMLElement> {
  const state = { ...applySnapshot(bridge.snapshot), openDialogId: 'dlg_group' };
  useChat.setState({
    ...state,
    ...applyWindow(state, {
      dialogId: 'dlg_group',
      messages: [{ ...message(key), dialogId: 'dlg_group' }],
      hasOlder: false,
      hasNewer: false,
      firstUnreadKey: null,
      marks: [],
      typingUserIds: [],
      loading: false,
    }),
  });
  const dialog = useChat.getState().dialogs.get('dlg_group');
  if (!dialog) throw new Error('no group');
  render(
    <LanguageProvider>
      <MessageMenu dialog={dialog} />
      <MessagePath />
    </LanguageProvider>,
  );
  act(() => openMessageMenu({ key, x: 10, y: 10 }));
  const entry = screen.getByRole('menuitem', { name: /^(?:Путь сообщения…|Message path…)$/ });
  act(() => entry.focus());
  await userEvent.keyboard('{Enter}');
  return screen.findByRole('dialog', { name: /Путь сообщения|Message path/ });
}

const rowsOf = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.replaceAll('\u00a0', ' ')),
    );

it('opens from the menu, and tells in words every hop with its time and what became of every copy (S21.5)', async () => {
  const sheet = within(await openPath(incoming));
  expect(rowsOf(await sheet.findByRole('table', { name: 'Путь сообщения по шагам' }))).toEqual([
    ['получено', '0 мс', '0 мс'],
    ['сохранено', '0,6 мс', '0,6 мс'],
    ['передано окну', '1 мс', '0,4 мс'],
    ['показано', '24,5 мс', '23,5 мс'],
  ]);
  expect(rowsOf(sheet.getByRole('table', { name: 'Пришедшие копии' }))).toEqual([
    ['комната чата', '0 мс', 'первая: показана'],
    ['личная очередь', '6,3 мс', 'намёк без номера: вызвала проверку истории'],
    ['страница истории', '342,1 мс', 'уже была: отброшена'],
  ]);
  expect(sheet.getByText('И ещё копий: 3')).toBeTruthy();
});

it('draws the same on one line: every station named once, in the order of time, with the times between', async () => {
  const sheet = within(await openPath(incoming));
  const line = await sheet.findByTestId('trace-line');
  expect(line.getAttribute('aria-hidden')).toBe('true');
  const words = [...line.querySelectorAll('text')].map((text) => text.textContent?.replaceAll('\u00a0', ' '));
  expect(words).toEqual([
    ...['получено', 'комната чата'],
    ...['сохранено', '0,6 мс'],
    ...['передано окну', '0,4 мс'],
    ...['личная очередь', '5,3 мс'],
    ...['показано', '18 мс'],
    ...['страница истории', '318 мс'],
  ]);
});

it('says in a sentence that nothing was written down of a message of its history', async () => {
  const sheet = within(await openPath('m1'));
  expect(await sheet.findByText(/^Это сообщение загружено из истории/)).toBeTruthy();
  expect(sheet.queryByRole('table')).toBeNull();
});

it('tells what the server says of it, and why it says nothing (S21.6)', async () => {
  const at = new Date(2020, 4, 9, 14, 5, 3, 120).getTime();
  bridge.getStatuses = async () => ({
    ok: true,
    value: {
      isLatest: false,
      people: [
        { userId: 'usr_andrey00', status: 'read', at },
        { userId: 'usr_alexandr', status: 'delivered', at: null },
      ],
    },
  });
  const sheet = within(await openPath(incoming));
  expect((await sheet.findByText(/Андрей Волков/)).closest('li')?.textContent).toMatch(
    /^Андрей Волков: прочитано: 9 мая.* 14:05:03,120$/,
  );
  expect(sheet.getByText('Вы').closest('li')?.textContent).toBe('Вы: доставлено');
  cleanup();

  bridge.getStatuses = async () => ({ ok: false, error: { code: 'connectionLost' } });
  const failed = await openPath(incoming);
  await within(failed).findByRole('table', { name: 'Пришедшие копии' });
  expect(failed.textContent).not.toContain('connectionLost');
  expect(within(failed).getByText('Что говорит сервер').nextSibling?.textContent).toMatch(/\S/);
});

it('is in the language of the person', async () => {
  bridge.snapshot.settings.language = 'en';
  const sheet = await openPath(incoming);
  await within(sheet).findByRole('table', { name: 'The copies that came' });
  expect(sheet.textContent).not.toMatch(/[а-яё]/i);
});

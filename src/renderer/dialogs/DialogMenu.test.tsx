import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { copyText } from '../ui/copyText.ts';
import { DialogMenuArea } from './DialogMenu.tsx';
import { openDialogMenu } from './dialogMenu.ts';

vi.mock('../ui/copyText.ts', () => ({ copyText: vi.fn() }));

let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
  render(
    <LanguageProvider>
      <DialogMenuArea>{null}</DialogMenuArea>
    </LanguageProvider>,
  );
});
afterEach(cleanup);

it('copies a link to the chat', async () => {
  act(() => openDialogMenu({ dialogId: 'dlg_maria', x: 10, y: 10 }));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Копировать ссылку на чат' }));
  expect(copyText).toHaveBeenCalledExactlyOnceWith('chat3://dialog/dlg_maria');
});

it('has none for a chat whose id no link can carry', () => {
  const dialog = useChat.getState().dialogs.get('dlg_maria');
  if (!dialog) throw new Error('no sample chat');
  useChat.setState({ dialogs: new Map([['Дружба', { ...dialog, dialogId: 'Дружба' }]]) });
  act(() => openDialogMenu({ dialogId: 'Дружба', x: 10, y: 10 }));
  expect(screen.getByRole('menuitem', { name: 'О чате' })).toBeTruthy();
  expect(screen.queryByRole('menuitem', { name: 'Копировать ссылку на чат' })).toBeNull();
});

it.each([
  ['dlg_andrey', { unreadCount: 0, markedUnread: false }, 'Отметить непрочитанным', true],
  ['dlg_andrey', { unreadCount: 0, markedUnread: true }, 'Отметить прочитанным', false],
  ['dlg_maria', { unreadCount: 1, markedUnread: true }, 'Отметить прочитанным', false],
])('marks %s with %j by «%s»', async (dialogId, state, words, unread) => {
  const dialog = useChat.getState().dialogs.get(dialogId);
  if (!dialog) throw new Error('no sample chat');
  useChat.setState({ dialogs: new Map([[dialogId, { ...dialog, ...state }]]) });
  act(() => openDialogMenu({ dialogId, x: 10, y: 10 }));
  await userEvent.click(screen.getByRole('menuitem', { name: words }));
  expect(bridge.calls).toContainEqual({ name: 'setMarkedUnread', input: { dialogId, unread } });
});

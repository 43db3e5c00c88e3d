import { act, fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import type { DialogWindow } from '../../shared/views.ts';
import { useChat } from '../state/store.ts';
import type { MockBridge } from '../testing/mockBridge.ts';
import { openChat } from '../testing/openChat.tsx';

let bridge: MockBridge;

beforeEach(async () => {
  bridge = await openChat();
});

function rightClick(text: string): void {
  const row = screen.getAllByTestId('message-text').find(({ textContent }) => textContent === text);
  if (row === undefined) throw new Error(`No row ${text}`);
  fireEvent.contextMenu(row, { button: 2, clientX: 10, clientY: 10 });
}

/** What is shown now, as the engine sends it again once it fetched what was missing. */
function shown(): DialogWindow {
  const { window } = useChat.getState();
  if (window === null) throw new Error('No window');
  const { generation: _, byKey: __, newBeyond: ___, ...rest } = window;
  return { ...rest, typingUserIds: [] };
}

const isOpen = () => screen.queryByRole('menu') !== null;

it('stays open while the list under it begins anew', async () => {
  rightClick('Отправляю план');
  expect(isOpen()).toBe(true);
  await act(async () => bridge.emit({ type: 'window', window: shown() }));
  expect(isOpen()).toBe(true);
  await act(async () => bridge.receive('dlg_andrey', 'usr_andrey00', 'Новое'));
  expect(isOpen()).toBe(true);
});

it('closes for good when its message goes', async () => {
  const before = shown();
  rightClick('Отправляю план');
  const gone = before.messages.find(({ content }) => content === 'Отправляю план')?.key ?? '';
  await act(async () =>
    bridge.emit({ type: 'messages', dialogId: 'dlg_andrey', upserted: [], removed: [gone] }),
  );
  expect(isOpen()).toBe(false);
  await act(async () => bridge.emit({ type: 'window', window: before }));
  expect(isOpen()).toBe(false);
});

it('closes with its chat', async () => {
  const before = shown();
  rightClick('Отправляю план');
  await act(async () => bridge.emit({ type: 'dialogs', upserted: [], removed: ['dlg_andrey'] }));
  expect(isOpen()).toBe(false);
  const dialog = bridge.snapshot.dialogs.find(({ dialogId }) => dialogId === 'dlg_andrey');
  await act(async () => {
    if (dialog) bridge.emit({ type: 'dialogs', upserted: [dialog], removed: [] });
    useChat.setState({ openDialogId: 'dlg_andrey' });
    bridge.emit({ type: 'window', window: before });
  });
  expect(isOpen()).toBe(false);
});

import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DialogWindow } from '../../shared/views.ts';
import { App } from '../App.tsx';
import { LanguageProvider } from '../i18n/language.tsx';
import { start } from '../state/start.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';

class NoResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

let bridge: MockBridge;
let stop: () => void;

beforeEach(async () => {
  // happy-dom lays nothing out: without a size the virtual list would have no rows.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800);
  vi.stubGlobal('ResizeObserver', NoResizeObserver);
  bridge = createMockBridge();
  bridge.snapshot.openDialogId = 'dlg_andrey';
  Object.assign(window, { chat3: bridge });
  useChat.setState({ ready: false });
  stop = start();
  render(
    <LanguageProvider>
      <App />
    </LanguageProvider>,
  );
  await screen.findAllByRole('article');
});
afterEach(() => {
  stop();
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
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

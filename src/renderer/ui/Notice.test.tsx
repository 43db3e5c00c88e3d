import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { undoMarkAllReadMs } from '../../shared/views.ts';
import { LanguageProvider } from '../i18n/language.tsx';
import { markAllRead, takeEvents } from '../state/actions.ts';
import { applySnapshot } from '../state/applyEvents.ts';
import { hideNotice, showNotice } from '../state/notice.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { Notice } from './Notice.tsx';

let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
  bridge.onEvents(takeEvents);
  render(
    <LanguageProvider>
      <input aria-label="поле" />
      <Notice />
    </LanguageProvider>,
  );
});
afterEach(() => {
  hideNotice();
  cleanup();
  vi.useRealTimers();
});

const asked = (name: string) => bridge.calls.filter((call) => call.name === name).length;
const unread = () =>
  [...useChat.getState().dialogs.values()].reduce((sum, dialog) => sum + dialog.unreadCount, 0);
const readAll = (takesFocus = false) => act(() => markAllRead({ takesFocus }));
const back = () => screen.queryByRole('button', { name: 'Отменить' });

it('says that all was read, and takes it back', async () => {
  const before = unread();
  expect(before).toBeGreaterThan(0);
  await readAll();
  expect(unread()).toBe(0);
  expect(screen.getByText('Все чаты прочитаны').closest('[aria-live="polite"]')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Отменить' }));
  expect(unread()).toBe(before);
  expect(back()).toBeNull();
});

it.each([
  { key: 'z', code: 'KeyZ', ctrlKey: true },
  { key: 'я', code: 'KeyZ', ctrlKey: true },
  { key: 'z', code: 'KeyY', metaKey: true },
])('takes it back by %j, but not out of a text field', async (keys) => {
  await readAll();
  fireEvent.keyDown(screen.getByLabelText('поле'), keys);
  expect(asked('undoMarkAllRead')).toBe(0);
  fireEvent.keyDown(document.body, { ...keys, shiftKey: true });
  fireEvent.keyDown(document.body, { key: 'y', code: 'KeyZ', ctrlKey: true });
  expect(asked('undoMarkAllRead')).toBe(0);
  fireEvent.keyDown(document.body, keys);
  expect(asked('undoMarkAllRead')).toBe(1);
  fireEvent.keyDown(document.body, keys);
  expect(asked('undoMarkAllRead')).toBe(1);
});

it('gives the way back to whoever pressed the button, and offers it as long as it works', async () => {
  vi.useFakeTimers();
  await readAll(true);
  expect(document.activeElement).toBe(back());
  act(() => void vi.advanceTimersByTime(undoMarkAllReadMs - 1));
  expect(back()).not.toBeNull();
  act(() => void vi.advanceTimersByTime(1));
  expect(back()).toBeNull();
});

it('asks for nothing and says nothing where nothing is unread', async () => {
  await readAll();
  act(hideNotice);
  await readAll();
  expect(asked('markAllRead')).toBe(1);
  expect(back()).toBeNull();
});

it('counts what was marked by hand as unread', async () => {
  await readAll();
  await act(() => bridge.setMarkedUnread({ dialogId: 'dlg_maria', unread: true }));
  await readAll();
  expect(asked('markAllRead')).toBe(2);
});

it('says what failed instead, and a failure ends the offer', async () => {
  bridge.failures.set('markAllRead', 'storageFailed');
  await readAll();
  expect(screen.getByRole('alert').textContent).not.toBe('');
  expect(back()).toBeNull();
  bridge.failures.clear();
  await readAll();
  act(() => showNotice('connectionLost'));
  expect(back()).toBeNull();
});

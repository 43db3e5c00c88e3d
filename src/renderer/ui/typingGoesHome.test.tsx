import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useChat } from '../state/store.ts';
import type { MockBridge } from '../testing/mockBridge.ts';
import { openChat } from '../testing/openChat.tsx';

let _bridge: MockBridge;

beforeEach(async () => {
  _bridge = await openChat();
});

const composer = () => screen.getByLabelText<HTMLTextAreaElement>('Сообщение');
/** Compared here: a difference of two elements takes seconds to print. */
const hasFocus = (element: Element | null) => document.activeElement === element;
const article = () => screen.getAllByRole('article').at(-1) as HTMLElement;

it.each([
  [{ key: 'д', code: 'KeyL' }, true],
  [{ key: '?', code: 'Slash', shiftKey: true }, true],
  [{ key: ' ', code: 'Space' }, true],
  [{ key: 'Dead', code: 'Equal' }, true],
  [{ key: 'Process', code: 'KeyA' }, true],
  [{ key: 'v', code: 'Period', ctrlKey: true }, true],
  [{ key: 'м', code: 'KeyV', ctrlKey: true }, true],
  [{ key: 'Insert', code: 'Insert', shiftKey: true }, true],
  [{ key: 'c', code: 'KeyI', ctrlKey: true }, false],
  [{ key: 'a', code: 'KeyA', ctrlKey: true }, false],
  [{ key: 'Insert', code: 'Insert', ctrlKey: true }, false],
  [{ key: 'k', code: 'KeyK', altKey: true }, false],
  [{ key: 'Tab', code: 'Tab' }, false],
  [{ key: 'Shift', code: 'ShiftLeft', shiftKey: true }, false],
  [{ key: 'PageDown', code: 'PageDown' }, false],
])('%j over the messages: to the composer %s', (key, goes) => {
  article().focus();
  expect(hasFocus(article())).toBe(true);
  fireEvent.keyDown(article(), key);
  expect(hasFocus(composer())).toBe(goes);
});

it('leaves Space to what it presses, and letters to other fields and to dialogs', async () => {
  const button = screen.getByRole('button', { name: 'Непрочитанные' });
  button.focus();
  fireEvent.keyDown(button, { key: ' ', code: 'Space' });
  expect(document.activeElement).toBe(button);
  const filter = screen.getByRole('searchbox', { name: 'Поиск чатов, людей и сообщений' });
  filter.focus();
  fireEvent.keyDown(filter, { key: 'д', code: 'KeyL' });
  expect(document.activeElement).toBe(filter);
  // As the field's key is repeated at what it has marked below it.
  const option = screen.getAllByRole('option')[0] as HTMLElement;
  fireEvent.keyDown(option, { key: '2', code: 'Digit2' });
  expect(document.activeElement).toBe(filter);
  fireEvent.keyDown(window, { key: 'k', code: 'KeyK', ctrlKey: true });
  await screen.findByRole('dialog');
  const before = document.activeElement;
  fireEvent.keyDown(before ?? window, { key: 'д', code: 'KeyL' });
  expect(document.activeElement).toBe(before);
});

it('does not leave the focus on what the mouse has pressed, nor nowhere', async () => {
  const filter = screen.getByRole('button', { name: 'Непрочитанные' });
  filter.focus();
  fireEvent.pointerUp(filter);
  expect(hasFocus(composer())).toBe(true);

  article().focus();
  fireEvent.pointerUp(article());
  expect(hasFocus(article())).toBe(true);

  const passing = document.body.appendChild(document.createElement('button'));
  passing.focus();
  passing.remove();
  await waitFor(() => expect(hasFocus(composer())).toBe(true));
});

it('keeps the focus of a dialog in it when the part that had it goes away', async () => {
  composer().focus();
  await userEvent.keyboard('{Control>}n{/Control}');
  const dialog = await screen.findByRole('dialog');
  const passing = dialog.appendChild(document.createElement('button'));
  passing.focus();
  passing.remove();
  await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true));
});

it('goes round by F6: the list of chats, the messages, the composer', () => {
  composer().focus();
  const press = (shiftKey = false) => {
    fireEvent.keyDown(document.activeElement ?? window, { key: 'F6', code: 'F6', shiftKey });
    const { activeElement } = document;
    return activeElement?.closest('[role="listbox"], [role="feed"], textarea')?.getAttribute('aria-label');
  };
  expect([press(), press(), press()]).toEqual(['Чаты', 'Сообщения', 'Сообщение']);
  expect([press(true), press(true), press(true)]).toEqual(['Сообщения', 'Чаты', 'Сообщение']);
});

it.each([
  ['PageUp', false, -1],
  ['PageDown', false, 1],
])('scrolls the messages from the composer by %s', (key, ctrlKey, direction) => {
  const scrolled = vi.spyOn(HTMLElement.prototype, 'scrollBy').mockImplementation(() => {});
  composer().focus();
  fireEvent.keyDown(composer(), { key, code: key, ctrlKey });
  const [options] = scrolled.mock.calls[0] ?? [];
  expect(Math.sign((options as ScrollToOptions | undefined)?.top ?? 0)).toBe(direction);
  expect(hasFocus(composer())).toBe(true);
});

it('puts the caret behind a draft', async () => {
  useChat.setState({ openDialogId: 'dlg_empty', window: null });
  const draft = 'Оля, привет!';
  await waitFor(() => expect(composer().value.startsWith(draft)).toBe(true));
  expect(composer().selectionStart).toBe(composer().value.length);
});

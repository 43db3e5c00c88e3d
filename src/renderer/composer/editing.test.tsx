import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { takeEvents } from '../state/actions.ts';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge } from '../testing/mockBridge.ts';
import { Composer } from './Composer.tsx';

vi.mock('../ui/EmojiPicker.tsx', () => ({
  EmojiPicker: ({ onPick }: { onPick: (emoji: string, more: boolean) => void }) => (
    <button type="button" onClick={(event) => onPick('🎉', event.shiftKey)}>
      🎉
    </button>
  ),
}));

/** The edits that the field's undo would know of; happy-dom has no editor of its own. */
const undoable: string[] = [];

function execCommand(command: string, _ui?: boolean, text = ''): boolean {
  const field = document.activeElement;
  if (!(field instanceof HTMLTextAreaElement)) return false;
  undoable.push(`${command} ${text}`.trim());
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  fireEvent.input(field);
  return true;
}

/** As browsers do it: past React, which in happy-dom would take the change for its own. */
function setRangeText(this: HTMLTextAreaElement, text: string, start = 0, end = 0): void {
  const value = this.value.slice(0, start) + text + this.value.slice(end);
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(this, value);
  this.setSelectionRange(start + text.length, start + text.length);
}

beforeEach(() => {
  undoable.length = 0;
  vi.spyOn(HTMLTextAreaElement.prototype, 'setRangeText').mockImplementation(setRangeText);
  Object.assign(document, { execCommand });
  const bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
  bridge.onEvents(takeEvents);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(draft: string, start = draft.length, end = start) {
  render(
    <LanguageProvider>
      <Composer dialogId="dlg_maria" draft={draft} />
    </LanguageProvider>,
  );
  const field = screen.getByLabelText<HTMLTextAreaElement>('Сообщение');
  field.focus();
  field.setSelectionRange(start, end);
  return field;
}

const draft = () => useChat.getState().dialogs.get('dlg_maria')?.draft;

const selected = (field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd);

it.each([
  ['*', 'KeyB', 'и', false],
  ['_', 'KeyI', 'ш', false],
  ['`', 'KeyM', 'Ь', true],
])(
  'puts %s around the selection by a key of any layout, and takes it away again',
  (sign, code, key, shiftKey) => {
    const field = show('это важно всем', 4, 9);
    const press = () => fireEvent.keyDown(field, { code, key, ctrlKey: true, shiftKey });
    press();
    expect(field.value).toBe(`это ${sign}важно${sign} всем`);
    expect(selected(field)).toBe('важно');
    press();
    expect(field.value).toBe('это важно всем');
    expect(selected(field)).toBe('важно');
    expect(undoable).toEqual([`insertText ${sign}важно${sign}`, 'insertText важно']);
  },
);

it('puts the caret between the signs where nothing is selected', async () => {
  const field = show('');
  fireEvent.keyDown(field, { code: 'KeyB', key: 'b', ctrlKey: true });
  expect([field.value, field.selectionStart]).toEqual(['**', 1]);
  fireEvent.keyDown(field, { code: 'KeyB', key: 'b', ctrlKey: true });
  expect([field.value, undoable.at(-1)]).toEqual(['', 'delete']);
});

function paste(field: HTMLTextAreaElement, text: string, html = ''): boolean {
  const clipboardData = { getData: (type: string) => (type === 'text/plain' ? text : html) };
  return fireEvent.paste(field, { clipboardData });
}

it('cleans what is pasted, undoably', () => {
  const field = show('до после', 3);
  paste(field, 'a\u0000\r\nb\u00a0c\td\ud800 ', '<b>a</b>');
  expect(field.value).toBe('до a\nb\u00a0c\td\ufffd после');
  expect(draft()).toBe(field.value);
  expect(undoable).toHaveLength(1);
});

it('leaves a clean text to the field itself', () => {
  const field = show('');
  // false: somebody prevented the default.
  expect(paste(field, 'a\r\nb')).toBe(true);
  expect(undoable).toEqual([]);
});

it('takes a megabyte at once, past the editor', () => {
  const field = show('до ');
  paste(field, `${'строка\n'.repeat(150_000)}\u0000`);
  expect(field.value).toHaveLength(3 + 7 * 150_000);
  expect(undoable).toEqual([]);
  expect(screen.getByText('−1040002')).toBeTruthy();
});

const openPicker = () => userEvent.click(screen.getByRole('button', { name: 'Эмодзи' }));

it('puts an emoji at the caret, undoably, and goes on there', async () => {
  const field = show('до после', 3);
  await openPicker();
  await userEvent.click(screen.getByRole('button', { name: '🎉' }));
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(field.value).toBe('до 🎉после');
  expect(field.selectionStart).toBe(5);
  expect(undoable).toEqual(['insertText 🎉']);
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('stays open for more while Shift is held', async () => {
  const field = show('до после', 3);
  const user = userEvent.setup();
  await openPicker();
  await user.keyboard('{Shift>}');
  await user.click(screen.getByRole('button', { name: '🎉' }));
  await user.click(screen.getByRole('button', { name: '🎉' }));
  await user.keyboard('{/Shift}');
  expect(screen.getByRole('dialog')).toBeTruthy();
  expect(field.value).toBe('до 🎉🎉после');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(field.selectionStart).toBe(7);
});

it('gives the focus back to the button where nothing was picked', async () => {
  show('текст');
  await openPicker();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Эмодзи' })));
});

import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { maximumMessageLength } from '../../shared/messageText.ts';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { Composer } from './Composer.tsx';

let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
});
afterEach(cleanup);

function show(draft = '') {
  const view = render(
    <LanguageProvider>
      <Composer dialogId="dlg_maria" draft={draft} />
    </LanguageProvider>,
  );
  return { ...view, field: screen.getByLabelText<HTMLTextAreaElement>('Сообщение') };
}

const sent = () => bridge.calls.filter(({ name }) => name === 'sendMessage').map(({ input }) => input);
const savedDrafts = () => bridge.calls.filter(({ name }) => name === 'saveDraft').map(({ input }) => input);

it('sends by Enter and clears the field', async () => {
  const { field } = show();
  await userEvent.type(field, '  Привет! 🎉 {Enter}');
  expect(sent()).toEqual([{ dialogId: 'dlg_maria', text: '  Привет! 🎉' }]);
  expect(field.value).toBe('');
});

it('starts a line by Shift+Enter', async () => {
  const { field } = show();
  await userEvent.type(field, 'a{Shift>}{Enter}{/Shift}b');
  expect(field.value).toBe('a\nb');
  expect(sent()).toEqual([]);
});

it.each([
  ['enter', '{Control>}{Enter}{/Control}'],
  ['controlEnter', '{Control>}{Enter}{/Control}'],
  ['controlEnter', '{Meta>}{Enter}{/Meta}'],
] as const)('when %s sends, %s does', async (sendKey, keys) => {
  useChat.setState(({ settings }) => ({ settings: { ...settings, sendKey } }));
  const { field } = show('Привет');
  await userEvent.type(field, keys);
  expect(sent()).toEqual([{ dialogId: 'dlg_maria', text: 'Привет' }]);
  expect(field.value).toBe('');
});

it('starts a line by Enter where only Ctrl+Enter sends', async () => {
  useChat.setState(({ settings }) => ({ settings: { ...settings, sendKey: 'controlEnter' } }));
  const { field } = show();
  await userEvent.type(field, 'a{Enter}b{Shift>}{Enter}{/Shift}c');
  expect(field.value).toBe('a\nb\nc');
  expect(sent()).toEqual([]);
});

it('leaves Ctrl+Enter to an input method too', () => {
  useChat.setState(({ settings }) => ({ settings: { ...settings, sendKey: 'controlEnter' } }));
  const { field } = show('にほ');
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true, isComposing: true });
  expect(sent()).toEqual([]);
});

it('leaves Enter to an input method', () => {
  const { field } = show('にほ');
  fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
  fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 });
  expect(sent()).toEqual([]);
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(sent()).toHaveLength(1);
});

it('does not send what cannot be seen', () => {
  const { field } = show(' \u200b\n');
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(sent()).toEqual([]);
});

const pasted = Array.from(
  { length: 300 },
  (_, index) => `    ${index}: строка журнала, какие вставляют целиком`,
);

async function sendLong(text: string) {
  const view = show(text);
  await act(async () => {
    fireEvent.keyDown(view.field, { key: 'Enter' });
  });
  return view;
}

const question = () => within(screen.getByRole('alertdialog'));
const confirmParts = () => userEvent.click(question().getByRole('button', { name: 'Отправить' }));

it('asks before a long text goes as several messages, and sends nothing where it may not', async () => {
  const text = 'a'.repeat(maximumMessageLength + 1);
  const { field } = await sendLong(text);
  expect(screen.getByText('−1')).toBeTruthy();
  expect(screen.getByRole('alertdialog', { name: 'Отправить 2 сообщениями?' })).toBeTruthy();
  await userEvent.click(question().getByRole('button', { name: 'Отмена' }));
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect(field.value).toBe(text);
  expect(sent()).toEqual([]);
});

it('sends three hundred pasted lines in their order', async () => {
  const { field } = await sendLong(pasted.join('\n'));
  await confirmParts();
  const parts = sent().map((input) => (input as { text: string }).text);
  expect(parts).toHaveLength(2);
  expect(parts.join('\n')).toBe(pasted.join('\n'));
  expect(field.value).toBe('');
  expect(savedDrafts().at(-1)).toEqual({ dialogId: 'dlg_maria', text: '' });
  expect(screen.queryByRole('alertdialog')).toBeNull();
});

it('keeps what did not go when a part fails, and sends nothing behind it', async () => {
  const { sendMessage } = bridge;
  bridge.sendMessage = (input) => {
    if (sent().length === 1) bridge.failures.set('sendMessage', 'storageFailed');
    return sendMessage(input);
  };
  const text = [...pasted, ...pasted.map((line) => `${line}!`), 'конец'].join('\n');
  const { field } = await sendLong(text);
  await confirmParts();
  const [first, ...others] = sent().map((input) => (input as { text: string }).text);
  expect(others).toHaveLength(1);
  expect(`${first}\n${field.value}`).toBe(text);
  expect(screen.getByRole('alert').textContent).not.toBe('');
});

it('saves after every part what is still to be sent', async () => {
  await sendLong(pasted.join('\n'));
  await confirmParts();
  const [first] = sent().map((input) => (input as { text: string }).text);
  const drafts = savedDrafts().map((input) => (input as { text: string }).text);
  expect(drafts[0]).toBe(pasted.join('\n').slice((first?.length ?? 0) + 1));
});

it('tells screen readers once that the limit is crossed, and how far on entering the field', () => {
  const { field } = show('a'.repeat(maximumMessageLength - 501));
  const description = () =>
    document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent;
  const type = (length: number) => fireEvent.change(field, { target: { value: 'a'.repeat(length) } });
  const status = screen.getByRole('status');
  expect([status.textContent, description()]).toEqual(['', undefined]);
  type(maximumMessageLength - 2);
  expect([status.textContent, description()]).toEqual(['', 'Осталось 2 символа']);
  type(maximumMessageLength + 1);
  const words = status.textContent;
  expect(words).not.toBe('');
  expect(description()).toBe('Лишний 1 символ');
  type(maximumMessageLength + 2);
  expect(screen.getByRole('status')).toBe(status);
  expect(status.textContent).toBe(words);
});

it('puts a text back that could not be sent', async () => {
  bridge.failures.set('sendMessage', 'storageFailed');
  const { field } = show('важно');
  await act(async () => {
    fireEvent.keyDown(field, { key: 'Enter' });
    fireEvent.change(field, { target: { value: 'дальше' } });
  });
  expect(field.value).toBe('важно\nдальше');
  expect(screen.getByRole('alert').textContent).not.toBe('');
});

it('keeps a text that failed after the chat was left as its draft', async () => {
  bridge.failures.set('sendMessage', 'storageFailed');
  const { field, unmount } = show('важно');
  await act(async () => {
    fireEvent.keyDown(field, { key: 'Enter' });
    unmount();
  });
  expect(savedDrafts().at(-1)).toEqual({ dialogId: 'dlg_maria', text: 'важно' });
});

it('saves the draft on leaving the chat', async () => {
  const { field, unmount } = show();
  await userEvent.type(field, 'черновик');
  unmount();
  expect(savedDrafts().at(-1)).toEqual({ dialogId: 'dlg_maria', text: 'черновик' });
});

it('tells when the key was pressed, however late its turn comes (S21.2)', async () => {
  const asked: number[] = [];
  bridge.sendMessage = async ({ pressedAt = 0 }) => {
    asked.push(pressedAt);
    return { ok: true, value: { key: 'new' } };
  };
  const { field } = show('Привет');
  const pressed = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
  Object.defineProperty(pressed, 'timeStamp', { value: 12.5 });
  await act(async () => void field.dispatchEvent(pressed));
  expect(asked).toEqual([performance.timeOrigin + 12.5]);
});

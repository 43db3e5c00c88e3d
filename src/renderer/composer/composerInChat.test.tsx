import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { useChat } from '../state/store.ts';
import type { MockBridge } from '../testing/mockBridge.ts';
import { openChat } from '../testing/openChat.tsx';

const drawn = vi.hoisted(() => [] as string[]);

vi.mock('../timeline/MessageText.tsx', () => ({
  MessageText: ({ text }: { text: string }) => {
    drawn.push(text);
    return <span>{text}</span>;
  },
}));

let _bridge: MockBridge;

beforeEach(async () => {
  _bridge = await openChat();
});

const composer = () => screen.getByLabelText<HTMLTextAreaElement>('Сообщение');

it('draws no row for typing, deleting, marking and a new line, though every key is saved', async () => {
  drawn.length = 0;
  await userEvent.type(composer(), 'Прив{Backspace}{Shift>}{Enter}{/Shift}ет');
  expect(useChat.getState().dialogs.get('dlg_andrey')?.draft).toBe('При\nет');
  expect(drawn).toEqual([]);
});

it('goes from an empty composer up to the last message, and not from a text', async () => {
  const field = composer();
  field.focus();
  await userEvent.keyboard('а{ArrowUp}');
  expect(document.activeElement).toBe(field);
  await userEvent.keyboard('{Backspace}{ArrowUp}');
  await act(async () => new Promise(requestAnimationFrame));
  const indexes = screen.getAllByRole('article').map((row) => Number(row.dataset['index']));
  expect(document.activeElement?.getAttribute('data-index')).toBe(String(Math.max(...indexes)));
});

it('draws one row for what is sent, and keeps the focus', async () => {
  drawn.length = 0;
  await userEvent.type(composer(), 'Готово{Enter}');
  // At the end while it waits, above what waits for the network once it was sent.
  await within(screen.getByRole('feed')).findByText('Готово');
  expect(new Set(drawn)).toEqual(new Set(['Готово']));
  expect(document.activeElement).toBe(composer());
});

import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from '../App.tsx';
import { LanguageProvider } from '../i18n/language.tsx';
import { start } from '../state/start.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';

const drawn = vi.hoisted(() => [] as string[]);

vi.mock('../timeline/MessageText.tsx', () => ({
  MessageText: ({ text }: { text: string }) => {
    drawn.push(text);
    return <span>{text}</span>;
  },
}));

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
  await waitFor(() => expect(screen.getAllByRole('article').at(-1)?.textContent).toContain('Готово'));
  expect(new Set(drawn)).toEqual(new Set(['Готово']));
  expect(document.activeElement).toBe(composer());
});

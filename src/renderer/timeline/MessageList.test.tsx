import { act, fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { kindOf } from '../../shared/messageKind.ts';
import { useChat } from '../state/store.ts';
import type { MockBridge } from '../testing/mockBridge.ts';
import { openChat } from '../testing/openChat.tsx';

const drawn = vi.hoisted(() => [] as string[]);

vi.mock('./MessageText.tsx', () => ({
  MessageText: ({ text }: { text: string }) => {
    drawn.push(text);
    return <span data-testid="message-text">{text}</span>;
  },
}));

let bridge: MockBridge;

beforeEach(async () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  bridge = await openChat();
});

function rowOf(text: string): HTMLElement | undefined {
  return screen.getAllByRole('article').find((row) => row.textContent?.includes(text));
}

it('draws one row for one new message', async () => {
  drawn.length = 0;
  await act(async () => bridge.receive('dlg_andrey', 'usr_andrey00', 'Новое'));
  expect(rowOf('Новое')).toBeTruthy();
  expect(new Set(drawn)).toEqual(new Set(['Новое']));
});

it('draws no row while somebody types', async () => {
  drawn.length = 0;
  const field = screen.getByLabelText('Сообщение');
  await act(async () => {
    fireEvent.change(field, { target: { value: 'п' } });
    fireEvent.change(field, { target: { value: 'пр' } });
    bridge.emit({ type: 'typing', dialogId: 'dlg_andrey', userIds: ['usr_andrey00'] });
  });
  expect(screen.getByTestId('typing').textContent).toBe('печатает…');
  expect(drawn).toEqual([]);
});

it('draws only the row whose tick changes', async () => {
  const row = rowOf('Отправляю план');
  expect(row?.getAttribute('data-tick')).toBe('sent');
  drawn.length = 0;
  await act(async () =>
    bridge.emit({
      type: 'marks',
      dialogId: 'dlg_andrey',
      marks: (useChat.getState().window?.marks ?? []).map((mark) => ({
        ...mark,
        deliveredAt: Number.MAX_SAFE_INTEGER,
      })),
    }),
  );
  expect(row?.getAttribute('data-tick')).toBe('delivered');
  expect(drawn).toEqual(['Отправляю план']);
});

it('says who wrote and what became of it, never an id', () => {
  const text = screen.getByTestId('conversation').textContent ?? '';
  expect(text).not.toMatch(/usr_|msg_|dlg_|undefined|null|NaN/);
  const ticks = screen.getAllByRole('article').map((row) => row.getAttribute('data-tick'));
  expect(ticks).toEqual(
    expect.arrayContaining(['queued', 'sent', 'delivered', 'read', 'failed', 'held', null]),
  );
});

function copied(target: EventTarget): string | undefined {
  const event = new Event('copy', { bubbles: true, cancelable: true });
  let text: string | undefined;
  Object.assign(event, {
    clipboardData: {
      setData: (_: string, value: string) => {
        text = value;
      },
    },
  });
  act(() => {
    target.dispatchEvent(event);
  });
  return text;
}

it.each([
  { key: 'a', code: 'KeyA' },
  { key: 'ф', code: 'KeyA' },
  // Dvorak and French keyboards have the letter elsewhere.
  { key: 'a', code: 'KeyQ' },
])('takes all that is loaded by Ctrl and $key, and copies it with names', async ({ key, code }) => {
  const feed = screen.getByRole('feed');
  expect(copied(feed)).toBeUndefined();
  fireEvent.keyDown(feed, { key, code, ctrlKey: true });
  expect(screen.getAllByRole('article').every((row) => row.dataset['chosen'] === 'true')).toBe(true);
  const messages = useChat.getState().window?.messages.filter((one) => kindOf(one) !== 'system') ?? [];
  const text = copied(feed) ?? '';
  expect(text.split(/, \[\d\d\.\d\d\.\d{4} \d\d:\d\d\]\n/)).toHaveLength(messages.length + 1);
  expect(text).toContain('Андрей Волков, [');
  fireEvent.keyDown(feed, { key: 'Escape', code: 'Escape' });
  expect(copied(feed)).toBeUndefined();
});

it('leaves what is selected in the field to the field', () => {
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Сообщение' });
  fireEvent.change(field, { target: { value: 'набрано' } });
  fireEvent.keyDown(screen.getByRole('feed'), { key: 'a', code: 'KeyA', ctrlKey: true });
  field.setSelectionRange(0, 3);
  expect(copied(field)).toBeUndefined();
  field.setSelectionRange(3, 3);
  expect(copied(field)).toContain('Андрей Волков, [');
});

it('extends from message to message by Shift and a click, and ends by a click', async () => {
  const rows = screen.getAllByRole('article');
  const chosen = () => rows.map((row) => row.dataset['chosen'] === 'true');
  const press = (index: number, shiftKey: boolean) => {
    const text = rows[index]?.querySelector('[data-testid="message-text"]');
    if (!text) throw new Error(`no row ${index}`);
    fireEvent.pointerDown(text, { button: 0, shiftKey });
    fireEvent.pointerUp(text, { button: 0 });
  };
  press(3, false);
  expect(chosen()).not.toContain(true);
  press(1, true);
  expect(chosen().slice(0, 5)).toEqual([false, true, true, true, false]);
  press(4, true);
  expect(chosen().slice(0, 6)).toEqual([false, false, false, true, true, false]);
  press(2, false);
  expect(chosen()).not.toContain(true);
});

import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { takeEvents } from '../state/actions.ts';
import { applySnapshot } from '../state/applyEvents.ts';
import { forgetLostChats, type LostChat } from '../state/lostChats.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge } from '../testing/mockBridge.ts';
import { LostChats } from './LostChats.tsx';

const copied = vi.hoisted(() => vi.fn());
vi.mock('../ui/copyText.ts', () => ({ copyText: copied }));

beforeEach(() => {
  const bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
  forgetLostChats();
  copied.mockClear();
});
afterEach(cleanup);

function lose(changes: Partial<LostChat>) {
  const event = { type: 'dialogLost', title: 'Отдел', reason: 'removed', draft: '', ...changes } as const;
  act(() => takeEvents([event]));
}

function show() {
  render(
    <LanguageProvider>
      <LostChats />
    </LanguageProvider>,
  );
}

it.each([
  ['removed', 'Вы больше не участник чата «Отдел».'],
  ['deleted', 'Чат «Отдел» удалён.'],
  ['unknown', 'Чат «Отдел» больше недоступен.'],
] as const)('%s: says so', (reason, sentence) => {
  show();
  lose({ reason });
  expect(screen.getByRole('alert').textContent).toBe(sentence);
  expect(screen.queryByRole('button', { name: 'Скопировать' })).toBeNull();
});

it('keeps what was being written until it is put away, and copies it whole', async () => {
  show();
  const draft = '  Первая строка\n\nВторая ';
  lose({ draft });
  lose({ title: 'Другой', reason: 'deleted' });
  await userEvent.click(screen.getByRole('button', { name: 'Скопировать' }));
  expect(copied).toHaveBeenCalledExactlyOnceWith(draft);
  const [first] = screen.getAllByRole('button', { name: 'Закрыть' });
  if (first) await userEvent.click(first);
  expect(screen.getByRole('alert').textContent).toBe('Чат «Другой» удалён.');
});

it('tells nobody else who signs in here', () => {
  show();
  lose({ draft: 'тайна' });
  const session = { state: 'signedOut', reason: 'expired', keepsSignIn: true } as const;
  act(() => takeEvents([{ type: 'session', session }]));
  expect(screen.getByRole('alert').textContent).toBe('');
});

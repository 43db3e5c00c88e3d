import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { formatFullTime } from '../format/time.ts';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { message } from '../testing/message.ts';
import { createMockBridge } from '../testing/mockBridge.ts';
import { MessageRow } from './MessageRow.tsx';
import { layoutRow } from './rows.ts';

beforeEach(() => {
  const bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useChat.setState(applySnapshot(bridge.snapshot));
});
afterEach(cleanup);

function show(changes: Parameters<typeof message>[1]): void {
  const shown = message('m1', changes);
  render(
    <LanguageProvider>
      <MessageRow
        message={shown}
        {...layoutRow(shown, undefined, null)}
        author="Мария"
        inGroup={false}
        tick={null}
        readers={null}
      />
    </LanguageProvider>,
  );
}

it('says that a message was removed, with nothing to do about it (S4.12)', () => {
  show({ content: '', removed: 'told' });
  expect(screen.getByTestId('message-text').textContent).toBe('Сообщение удалено');
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.queryByRole('list')).toBeNull();
});

it('says that a message was edited, and when (S4.13)', () => {
  const at = new Date(2026, 10, 27, 14, 5).getTime();
  show({ content: 'Готово', edited: { at } });
  expect(screen.getByText('изменено').title).toBe(formatFullTime('ru', at));
});

it('of an edit whose time nobody told there is no time', () => {
  show({ content: 'Готово', edited: { at: null } });
  expect(screen.getByText('изменено').title).toBe('');
});

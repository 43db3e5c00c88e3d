import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LanguageProvider } from '../i18n/language.tsx';
import { applySnapshot, applyWindow } from '../state/applyEvents.ts';
import { useNotice } from '../state/notice.ts';
import { useChat } from '../state/store.ts';
import { message } from '../testing/message.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { MessageMenu } from './MessageMenu.tsx';
import { openMessageMenu } from './messageMenu.ts';

let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  useNotice.setState({ code: null, done: null });
});
afterEach(cleanup);

function show(changes: Parameters<typeof message>[1] = {}) {
  const state = { ...applySnapshot(bridge.snapshot), openDialogId: 'dlg_group' };
  const shown = { ...message('m1', changes), dialogId: 'dlg_group' };
  useChat.setState({
    ...state,
    ...applyWindow(state, {
      dialogId: 'dlg_group',
      messages: [shown],
      hasOlder: false,
      hasNewer: false,
      firstUnreadKey: null,
      marks: [],
      typingUserIds: [],
      loading: false,
    }),
  });
  const dialog = useChat.getState().dialogs.get('dlg_group');
  if (!dialog) throw new Error('no group');
  render(
    <LanguageProvider>
      <MessageMenu dialog={dialog} />
    </LanguageProvider>,
  );
  act(() => openMessageMenu({ key: 'm1', x: 10, y: 10 }));
}

const called = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input);
const item = (name: string | RegExp) => screen.getByRole('menuitem', { name });

it('reacts with one press, and closes', async () => {
  show();
  await userEvent.click(item('👍'));
  expect(called('setReaction')).toEqual([{ key: 'm1', emoji: '👍' }]);
  expect(screen.queryByRole('menu')).toBeNull();
});

it('takes the own reaction back', async () => {
  show({ reactions: [{ emoji: '👍', count: 1, mine: true }] });
  await userEvent.click(item('👍'));
  expect(called('removeReaction')).toEqual([{ key: 'm1', emoji: '👍' }]);
});

it('says when a reaction failed', async () => {
  bridge.failures.set('setReaction', 'connectionLost');
  show();
  await userEvent.click(item('🎉'));
  expect(useNotice.getState().code).toBe('connectionLost');
});

it('offers to send again or to drop what failed, and no reaction to it', async () => {
  show({ state: 'failed', own: true });
  expect(screen.queryByRole('menuitem', { name: '👍' })).toBeNull();
  await userEvent.click(item('Отправить ещё раз'));
  expect(called('retryMessage')).toEqual([{ key: 'm1' }]);
});

it('has nothing to offer for what a server says itself', () => {
  show({ senderId: 'system', type: 'system.added', content: 'Мария' });
  expect(screen.queryByRole('menu')).toBeNull();
});

it('has nothing to offer for what was removed', () => {
  show({ content: '', removed: 'told', own: true });
  expect(screen.queryByRole('menu')).toBeNull();
});

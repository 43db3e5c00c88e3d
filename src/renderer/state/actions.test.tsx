import { beforeEach, expect, it } from 'vitest';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { messagesByDialog } from '../testing/sampleData.ts';
import { refresh, takeEvents } from './actions.ts';
import { useNotice } from './notice.ts';
import { useChat } from './store.ts';

const dialogId = 'dlg_group';
let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  bridge.snapshot.openDialogId = dialogId;
  localStorage.clear();
});

const firstKey = () => {
  const key = messagesByDialog[dialogId]?.[0]?.key;
  if (key === undefined) throw new Error('no sample messages');
  return key;
};
const remember = (key: string) =>
  localStorage.setItem('chat3.place', JSON.stringify({ dialogId, key, offset: 0 }));
const asked = () => bridge.calls.filter(({ name }) => name === 'openDialog').map(({ input }) => input);

it('comes back to where the reader was, however far up', async () => {
  await refresh();
  expect(useChat.getState().window?.byKey.has(firstKey())).toBe(false);
  remember(firstKey());
  await refresh();
  expect(useChat.getState().window?.byKey.has(firstKey())).toBe(true);
  expect(asked()).toEqual([{ dialogId }, { dialogId }, { dialogId, at: firstKey() }]);
});

it('opens the chat as usual when that message is gone', async () => {
  remember('gone');
  const { openDialog } = bridge;
  bridge.openDialog = async (input) =>
    input.at === undefined ? openDialog(input) : { ok: false, error: { code: 'messageNotFound' } };
  await refresh();
  expect(useChat.getState().openDialogId).toBe(dialogId);
  expect(useChat.getState().window?.messages.length).toBeGreaterThan(0);
});

it('says what failed outside of the page', () => {
  takeEvents([{ type: 'notice', code: 'dialogNotFound' }]);
  expect(useNotice.getState().code).toBe('dialogNotFound');
});

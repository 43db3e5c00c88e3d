import { beforeEach, expect, it } from 'vitest';
import type { ConnectionState } from '../../shared/domain.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { messagesByDialog } from '../testing/sampleData.ts';
import { openDialog, openMessage, refresh, takeEvents } from './actions.ts';
import { useNotice } from './notice.ts';
import { start } from './start.ts';
import { useChat } from './store.ts';
import { useView } from './view.ts';

const dialogId = 'dlg_group';
let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  bridge.onEvents((events) => {
    if (useChat.getState().ready) takeEvents(events);
  });
  bridge.snapshot.openDialogId = dialogId;
  localStorage.clear();
});

const firstKey = () => {
  const key = messagesByDialog[dialogId]?.[0]?.key;
  if (key === undefined) throw new Error('no sample messages');
  return key;
};
const remember = (key: string) =>
  localStorage.setItem('chat3.place', JSON.stringify({ dialogId, key, offset: 0, unread: 99 }));
const asked = () => bridge.calls.filter(({ name }) => name === 'openDialog').map(({ input }) => input);

it('comes back to where the reader was, however far up', async () => {
  await refresh();
  expect(useChat.getState().window?.byKey.has(firstKey())).toBe(false);
  remember(firstKey());
  await refresh();
  expect(useChat.getState().window?.byKey.has(firstKey())).toBe(true);
  expect(asked()).toEqual([{ dialogId }, { dialogId, leftAt: firstKey() }]);
});

it('opens the chat as usual when that message is gone', async () => {
  remember('gone');
  await refresh();
  expect(useChat.getState().openDialogId).toBe(dialogId);
  expect(useChat.getState().window?.messages.length).toBeGreaterThan(0);
});

it('leaves no screen open for the next person, nor opens one before they are there', async () => {
  await refresh();
  useView.setState({ screen: 'settings', unreadOnly: true, finding: true });
  takeEvents([{ type: 'session', session: { state: 'signedOut', reason: 'none', keepsSignIn: true } }]);
  expect(useView.getState()).toMatchObject({ screen: null, unreadOnly: false, finding: false });
  takeEvents([{ type: 'showScreen', screen: 'settings' }]);
  expect(useView.getState().screen).toBe(null);
  takeEvents([{ type: 'showScreen', screen: 'help' }]);
  expect(useView.getState().screen).toBe('help');
});

it('takes what came before the first answer before what comes after it', async () => {
  const connection = (state: ConnectionState) => ({
    type: 'connection' as const,
    connection: { ...bridge.snapshot.connection, state },
  });
  const { openDialog } = bridge;
  bridge.openDialog = async (input) => {
    bridge.emit(connection('live'));
    return openDialog(input);
  };
  useChat.setState({ ready: false });
  const stop = start();
  bridge.emit(connection('connecting'));
  await expect.poll(() => useChat.getState().window).not.toBe(null);
  expect(useChat.getState().connection.state).toBe('live');
  stop();
});

it('shows the later one of two places asked for in one chat', async () => {
  await refresh();
  const [old, older] = [messagesByDialog[dialogId]?.at(-3)?.key ?? '', firstKey()];
  useChat.setState({ window: null });
  await Promise.all([openMessage(dialogId, old), openMessage(dialogId, older)]);
  expect(asked().slice(-2)).toEqual([old, older].map((at) => ({ dialogId, at })));
  expect(useChat.getState().window?.byKey.has(older)).toBe(true);
});

it('tells the main process that a chat which cannot be opened is not open', async () => {
  await refresh();
  bridge.failures.set('openDialog', 'dialogNotFound');
  await openDialog('dlg_maria');
  expect(useChat.getState().openDialogId).toBe(null);
  expect(bridge.calls.map(({ name }) => name)).toContain('closeDialog');
});

it('says what failed outside of the page', () => {
  takeEvents([{ type: 'notice', code: 'dialogNotFound' }]);
  expect(useNotice.getState().code).toBe('dialogNotFound');
});

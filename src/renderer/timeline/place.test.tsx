import { beforeEach, expect, it } from 'vitest';
import { openDialog, openMessage, takeEvents } from '../state/actions.ts';
import { applySnapshot } from '../state/applyEvents.ts';
import { useChat } from '../state/store.ts';
import { createMockBridge, type MockBridge } from '../testing/mockBridge.ts';
import { messagesByDialog } from '../testing/sampleData.ts';
import { forgetPlaces, readPlace, rememberPlace } from './place.ts';

const dialogId = 'dlg_group';
let bridge: MockBridge;

beforeEach(() => {
  bridge = createMockBridge();
  Object.assign(window, { chat3: bridge });
  bridge.onEvents(takeEvents);
  useChat.setState({ ...applySnapshot(bridge.snapshot), openDialogId: null, window: null });
  forgetPlaces();
});

/** A list that shows this message, so many pixels before its end. */
function list(key: string, rest: number): HTMLElement {
  const element = document.createElement('div');
  const row = element.appendChild(document.createElement('article'));
  row.dataset['messageKey'] = key;
  row.getBoundingClientRect = () => new DOMRect(0, -12, 300, 40);
  Object.defineProperties(element, {
    scrollHeight: { value: 1_000 + rest },
    clientHeight: { value: 1_000 },
  });
  return element;
}

const keyAt = (index: number) => messagesByDialog[dialogId]?.[index]?.key ?? '';

function setUnread(unreadCount: number): void {
  const dialog = useChat.getState().dialogs.get(dialogId);
  if (dialog) takeEvents([{ type: 'dialogs', upserted: [{ ...dialog, unreadCount }], removed: [] }]);
}

it('keeps a place for each chat', () => {
  rememberPlace(dialogId, list('one', 500));
  rememberPlace('dlg_maria', list('two', 500));
  expect(readPlace(dialogId)).toMatchObject({ key: 'one', offset: -12 });
  expect(readPlace('dlg_maria')).toMatchObject({ key: 'two' });
  expect(readPlace('dlg_empty')).toBeNull();
});

it('has none for a reader who was at the end', () => {
  rememberPlace(dialogId, list('one', 500));
  rememberPlace(dialogId, list('last', 40));
  expect(readPlace(dialogId)).toBeNull();
});

it.each([
  [2, 2, true],
  [2, 0, true],
  [2, 3, false],
  [0, 1, false],
])('with %i unread when left and %i now: there again %s', (before, now, there) => {
  setUnread(before);
  rememberPlace(dialogId, list('one', 500));
  setUnread(now);
  expect(readPlace(dialogId) !== null).toBe(there);
});

it('is asked for where the chat does not open there anyway, and not after a message was asked for', async () => {
  const asked = () => bridge.calls.filter(({ name }) => name === 'openDialog').map(({ input }) => input);
  rememberPlace(dialogId, list(keyAt(0), 500));
  await openDialog(dialogId);
  expect(asked()).toEqual([{ dialogId, leftAt: keyAt(0) }]);
  expect(useChat.getState().window?.byKey.has(keyAt(0))).toBe(true);
  await openMessage(dialogId, keyAt(50));
  expect(readPlace(dialogId)).toBeNull();
});

it('is nobody else’s', () => {
  rememberPlace(dialogId, list('one', 500));
  takeEvents([{ type: 'session', session: { state: 'signedOut', reason: 'none', keepsSignIn: true } }]);
  expect(readPlace(dialogId)).toBeNull();
});

import { expect, it } from 'vitest';
import type { DialogWindow } from '../../shared/views.ts';
import { windowOf } from '../../shared/windowFold.ts';
import { message } from '../testing/message.ts';
import { makeSnapshot } from '../testing/sampleData.ts';
import { applyEvents, applySnapshot, applyWindow } from './applyEvents.ts';

const window: DialogWindow = {
  dialogId: 'dlg_maria',
  messages: [message('a')],
  hasOlder: false,
  hasNewer: false,
  firstUnreadKey: 'a',
  marks: [],
  typingUserIds: ['usr_maria000'],
  loading: false,
};

function opened() {
  const state = { ...applySnapshot(makeSnapshot(0)), openDialogId: 'dlg_maria' };
  return { ...state, ...applyWindow(state, window) };
}

it('ignores a window of a chat that was left meanwhile', () => {
  const state = { ...applySnapshot(makeSnapshot(0)), openDialogId: 'dlg_group' };
  expect(applyWindow(state, window)).toEqual({});
});

it('applies messages to the open chat only', () => {
  const [here, elsewhere] = ['dlg_maria', 'dlg_group'].map((dialogId) =>
    applyEvents(opened(), [{ type: 'messages', dialogId, upserted: [message('b')], removed: [] }], 0),
  );
  expect(here?.window?.messages).toHaveLength(2);
  expect(elsewhere?.window?.messages).toHaveLength(1);
});

it('keeps the divider while the chat is open', () => {
  const state = applyEvents(
    opened(),
    [{ type: 'messages', dialogId: 'dlg_maria', upserted: [message('b')], removed: [] }],
    0,
  );
  expect(state.window?.firstUnreadKey).toBe('a');
});

it('moves the divider to the first message that was missed, in the chat that holds it', () => {
  const [here, elsewhere] = ['a', 'of another chat'].map((firstMissedKey) =>
    applyEvents(
      { ...opened(), window: { ...windowOf(window, 1), firstUnreadKey: null } },
      [{ type: 'caughtUp', received: 1, repaired: 1, lost: 0, firstMissedKey }],
      0,
    ),
  );
  expect(here?.window?.firstUnreadKey).toBe('a');
  expect(elsewhere?.window?.firstUnreadKey).toBe(null);
});

it('closes a chat that is gone', () => {
  const state = applyEvents(opened(), [{ type: 'dialogs', upserted: [], removed: ['dlg_maria'] }], 0);
  expect(state.openDialogId).toBeNull();
  expect(state.window).toBeNull();
});

it('forgets everything of a person who signed out, and keeps server, language and connection', () => {
  const before = opened();
  const session = { state: 'signedOut', reason: 'none', keepsSignIn: true } as const;
  const state = applyEvents(before, [{ type: 'session', session }], 0);
  expect(state.dialogs.size).toBe(0);
  expect(state.users.size).toBe(0);
  expect(state.window).toBeNull();
  expect(state).toMatchObject({ ready: true, app: before.app, settings: before.settings });
});

it('starts a new generation when the window is replaced', () => {
  const before = opened();
  const after = applyEvents(before, [{ type: 'window', window }], 0);
  expect(after.window?.generation).toBe((before.window?.generation ?? 0) + 1);
});

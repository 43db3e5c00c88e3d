import { beforeEach, expect, it } from 'vitest';
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { SessionView } from '../../shared/views.ts';
import { createEvents, type Events } from '../events.ts';
import type { SettingsStore, StoredSettings } from '../storage/settings.ts';
import { createOpenChatMemory } from './openChat.ts';

const signedIn = (userId: string): SessionView => ({
  state: 'signedIn',
  user: { userId, name: userId, phone: null },
  keepsSignIn: true,
});
const signedOut = (reason: 'none' | 'expired'): SessionView => ({
  state: 'signedOut',
  reason,
  keepsSignIn: true,
});

let session: SessionView;
let chats: string[];
let open: string | null;
let stored: { openChat: StoredSettings['openChat'] };
let writes: number;
let due: (() => void)[];
let events: Events<BridgeEvent>;

beforeEach(() => {
  session = signedIn('usr_a');
  chats = ['dlg_1', 'dlg_2'];
  open = null;
  stored = { openChat: null };
  writes = 0;
  due = [];
  events = createEvents({ info: () => {}, warn: () => {} });
});

function memory() {
  return createOpenChatMemory({
    engine: {
      session: () => session,
      openDialogId: () => open,
      findDialog: (id) => (chats.includes(id) ? id : null),
      openDialog: (dialogId) => {
        open = dialogId;
        events.publish(windowOf(dialogId));
      },
    },
    settings: {
      stored,
      update: (change: typeof stored) => {
        writes += 1;
        Object.assign(stored, change);
        return true;
      },
    } as unknown as SettingsStore,
    events,
    schedule: (_delayMs, task) => {
      due.push(task);
      return () => {
        due = due.filter((waiting) => waiting !== task);
      };
    },
  });
}

/** As the engine tells it. */
function windowOf(dialogId: string | null): BridgeEvent {
  const empty = { messages: [], hasOlder: false, hasNewer: false, firstUnreadKey: null, marks: [] };
  return {
    type: 'window',
    window: dialogId === null ? null : { dialogId, ...empty, typingUserIds: [], loading: false },
  };
}

function show(dialogId: string | null): void {
  open = dialogId;
  events.publish(windowOf(dialogId));
}

it('brings back the chat that was open last, written once however many were opened', () => {
  memory();
  show('dlg_1');
  show('dlg_2');
  expect([writes, due.length]).toEqual([0, 1]);
  due[0]?.();
  expect([writes, stored.openChat]).toEqual([1, { userId: 'usr_a', dialogId: 'dlg_2' }]);
  open = null;
  memory().restore(null);
  expect(open).toBe('dlg_2');
});

it('remembers that none was open', () => {
  stored.openChat = { userId: 'usr_a', dialogId: 'dlg_1' };
  memory();
  show(null);
  due[0]?.();
  expect(stored.openChat).toBeNull();
});

it('opens nothing when the chat is gone, is another person’s, or nobody is signed in', () => {
  stored.openChat = { userId: 'usr_a', dialogId: 'dlg_gone' };
  memory().restore(null);
  stored.openChat = { userId: 'usr_b', dialogId: 'dlg_1' };
  memory().restore(null);
  stored.openChat = { userId: 'usr_a', dialogId: 'dlg_1' };
  session = signedOut('none');
  memory().restore(null);
  expect(open).toBeNull();
});

it('prefers the chat this start asks for, where the account has it', () => {
  stored.openChat = { userId: 'usr_a', dialogId: 'dlg_1' };
  memory().restore('dlg_2');
  expect(open).toBe('dlg_2');
  memory().restore('dlg_other');
  expect(open).toBe('dlg_1');
});

it('forgets at signing out, not when the sign-in expires', () => {
  const { save } = memory();
  stored.openChat = { userId: 'usr_a', dialogId: 'dlg_1' };
  session = signedOut('expired');
  events.publish({ type: 'session', session });
  save();
  expect(stored.openChat).toEqual({ userId: 'usr_a', dialogId: 'dlg_1' });
  session = signedOut('none');
  events.publish({ type: 'session', session });
  expect(stored.openChat).toBeNull();
});

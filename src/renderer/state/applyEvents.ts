import type { BridgeEvent } from '../../shared/bridge.ts';
import type { Timestamp, User } from '../../shared/domain.ts';
import type { DialogWindow, Snapshot } from '../../shared/views.ts';
import { applyMessages, openWindow } from '../timeline/messageWindow.ts';
import { type ChatState, emptyState, readPresence } from './store.ts';

function keyed<Item>(items: Item[], key: (item: Item) => string): Map<string, Item> {
  return new Map(items.map((item) => [key(item), item]));
}

function withUsers(users: ReadonlyMap<string, User>, added: User[]): ReadonlyMap<string, User> {
  return new Map([...users, ...keyed(added, (user) => user.userId)]);
}

export function applySnapshot(snapshot: Snapshot): ChatState {
  const own = snapshot.session.state === 'signedIn' ? [snapshot.session.user] : [];
  return {
    ...emptyState,
    ready: true,
    app: snapshot.app,
    settings: snapshot.settings,
    session: snapshot.session,
    connection: snapshot.connection,
    presence: readPresence(snapshot.presence),
    dialogs: keyed(snapshot.dialogs, (dialog) => dialog.dialogId),
    users: withUsers(
      keyed(snapshot.users, (user) => user.userId),
      own,
    ),
    openDialogId: snapshot.openDialogId,
    update: snapshot.update,
  };
}

/** Shows a window the main process built, unless another dialog was opened meanwhile. */
export function applyWindow(state: ChatState, window: DialogWindow): Partial<ChatState> {
  if (window.dialogId !== state.openDialogId) return {};
  return {
    window: openWindow(window, (state.window?.generation ?? 0) + 1),
    typing: new Map(state.typing).set(window.dialogId, window.typingUserIds),
  };
}

function applySession(
  state: ChatState,
  session: (BridgeEvent & { type: 'session' })['session'],
): Partial<ChatState> {
  if (session.state === 'signedOut') {
    const { app, settings, connection, ready, update } = state;
    return { ...emptyState, ready, app, settings, connection, update, session };
  }
  return { session, users: withUsers(state.users, [session.user]) };
}

function applyEvent(state: ChatState, event: BridgeEvent, now: Timestamp): Partial<ChatState> {
  switch (event.type) {
    case 'session':
      return applySession(state, event.session);
    case 'connection':
      return { connection: event.connection };
    case 'dialogs': {
      const dialogs = new Map(state.dialogs);
      for (const dialog of event.upserted) dialogs.set(dialog.dialogId, dialog);
      for (const dialogId of event.removed) dialogs.delete(dialogId);
      const lost = state.openDialogId !== null && event.removed.includes(state.openDialogId);
      return lost ? { dialogs, openDialogId: null, window: null } : { dialogs };
    }
    case 'messages':
      if (state.window?.dialogId !== event.dialogId) return {};
      return { window: applyMessages(state.window, event.upserted, event.removed) };
    case 'window':
      return applyWindow(state, event.window);
    case 'marks':
      if (state.window?.dialogId !== event.dialogId) return {};
      return { window: { ...state.window, marks: event.marks } };
    case 'typing':
      return { typing: new Map(state.typing).set(event.dialogId, event.userIds) };
    case 'presence':
      return { presence: readPresence(event.presence) };
    case 'users':
      return { users: withUsers(state.users, event.users) };
    case 'settings':
      return { settings: event.settings };
    case 'update':
      return { update: event.update };
    case 'caughtUp':
      return {
        caughtUp: { received: event.received, at: now },
        // Another chat may have been opened since the catch-up began.
        ...(state.window !== null &&
        event.firstMissedKey !== null &&
        state.window.byKey.has(event.firstMissedKey)
          ? { window: { ...state.window, firstUnreadKey: event.firstMissedKey } }
          : {}),
      };
    case 'notificationsFailed':
      return { notificationsFailed: true };
    case 'notificationSound':
    case 'showDialog':
    case 'showScreen':
    case 'notice':
    case 'dialogLost':
    case 'runAction':
      return {};
  }
}

export function applyEvents(state: ChatState, events: BridgeEvent[], now: Timestamp): ChatState {
  let current = state;
  for (const event of events) current = { ...current, ...applyEvent(current, event, now) };
  return current;
}

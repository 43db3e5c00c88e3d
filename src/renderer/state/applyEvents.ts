import type { BridgeEvent } from '../../shared/bridge.ts';
import type { Timestamp, User } from '../../shared/domain.ts';
import type { DialogWindow, Snapshot } from '../../shared/views.ts';
import { foldWindow } from '../../shared/windowFold.ts';
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

/** A window of a dialog that the person has left says nothing: the one they want is on its way. */
export function applyWindow(state: ChatState, window: DialogWindow): Partial<ChatState> {
  if (window.dialogId !== state.openDialogId) return {};
  return {
    window: foldWindow(state.window, { type: 'window', window }),
    typing: new Map(state.typing).set(window.dialogId, window.typingUserIds),
  };
}

function applySession(
  state: ChatState,
  session: (BridgeEvent & { type: 'session' })['session'],
): Partial<ChatState> {
  if (session.state === 'signedOut') {
    const { app, settings, connection, ready, update, examination } = state;
    return { ...emptyState, ready, app, settings, connection, update, examination, session };
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
    case 'window':
      return event.window === null ? { window: null } : applyWindow(state, event.window);
    case 'messages':
    case 'windowMoved':
    case 'marks':
      return { window: foldWindow(state.window, event) };
    case 'typing':
      return { typing: new Map(state.typing).set(event.dialogId, event.userIds) };
    case 'transfers': {
      const transfers = new Map(state.transfers);
      for (const [fileId, transfer] of Object.entries(event.transfers)) {
        if (transfer === null) transfers.delete(fileId);
        else transfers.set(fileId, transfer);
      }
      return { transfers };
    }
    case 'presence':
      return { presence: readPresence(event.presence) };
    case 'users':
      return { users: withUsers(state.users, event.users) };
    case 'settings':
      return { settings: event.settings };
    case 'update':
      return { update: event.update };
    case 'examination':
      return { examination: event.examination };
    case 'caughtUp':
      return {
        caughtUp: { received: event.received, repaired: event.repaired, lost: event.lost, at: now },
        window: foldWindow(state.window, event),
      };
    case 'notificationsFailed':
      return { notificationsFailed: true };
    case 'notificationSound':
    case 'showDialog':
    case 'showScreen':
    case 'notice':
    case 'dialogLost':
    case 'editRefused':
    case 'runAction':
      return {};
  }
}

export function applyEvents(state: ChatState, events: BridgeEvent[], now: Timestamp): ChatState {
  let current = state;
  for (const event of events) current = { ...current, ...applyEvent(current, event, now) };
  return current;
}

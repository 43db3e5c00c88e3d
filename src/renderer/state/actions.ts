import { msg } from '@lingui/core/macro';
import type { BridgeEvent, CommandInput, CommandResult } from '../../shared/bridge.ts';
import type { ErrorCode } from '../../shared/domain.ts';
import { isUnread } from '../../shared/unread.ts';
import { undoMarkAllReadMs } from '../../shared/views.ts';
import { forgetPicked } from '../composer/attachments/picked.ts';
import { forgetChosen } from '../composer/chosenMentions.ts';
import { forgetEdits, restoreEdit } from '../composer/editMessage.ts';
import { compareDialogs } from '../dialogs/dialogOrder.ts';
import { forgetPlace, forgetPlaces, readPlace } from '../timeline/place.ts';
import { playChime } from '../ui/chime.ts';
import { findAnnouncements, useAnnouncements } from './announcements.ts';
import { applyEvents, applySnapshot } from './applyEvents.ts';
import { call, send } from './bridge.ts';
import { forgetLostChats, noteLostChat } from './lostChats.ts';
import { showDone, showNotice } from './notice.ts';
import { tellPainted } from './painted.ts';
import { useChat } from './store.ts';
import { aboutProgram, askToFocusComposer, resetView, type Screen, showScreen, useView } from './view.ts';

export function takeEvents(events: BridgeEvent[]): void {
  const state = useChat.getState();
  const announcements = findAnnouncements(state, events);
  if (announcements.length > 0)
    useAnnouncements.setState((told) => ({ announcements: [...told.announcements, ...announcements] }));
  useChat.setState(applyEvents(state, events, Date.now()));
  tellPainted(events);
  for (const event of events) takeEvent(event);
}

/** What an event asks for beside being shown. */
function takeEvent(event: BridgeEvent): void {
  if (event.type === 'session' && event.session.state === 'signedOut') forgetPerson();
  if (event.type === 'showScreen') showScreenOfMenu(event.screen);
  if (event.type === 'notice') showNotice(event.code);
  if (event.type === 'dialogLost') noteLostChat(event);
  if (event.type === 'runAction') menuActions[event.action]();
  if (event.type === 'notificationSound') playChime();
  if (event.type === 'editRefused') {
    restoreEdit(event);
    showNotice(event.code);
  }
  if (event.type === 'showDialog') {
    // Whatever lies over the chats would hide the one that was asked for.
    showScreen(null);
    askToFocusComposer();
    void (event.key === null ? openDialog(event.dialogId) : openMessage(event.dialogId, event.key));
  }
}

/** For the next person: nothing of it was theirs. */
function forgetPerson(): void {
  resetView();
  forgetLostChats();
  forgetPlaces();
  forgetEdits();
  forgetChosen();
  forgetPicked();
}

/** Whoever signs in later did not ask for it. */
function showScreenOfMenu(screen: Screen): void {
  if (useChat.getState().session.state === 'signedIn' || aboutProgram.has(screen)) showScreen(screen);
}

/** Fetches everything anew, as at the start and after another server was chosen. */
export async function refresh(): Promise<void> {
  const result = await call('getSnapshot', {});
  if (!result.ok) return;
  useChat.setState(applySnapshot(result.value));
  const { openDialogId } = result.value;
  if (openDialogId !== null) await showWindow(openDialogId, usualPlace(openDialogId));
}

type Place = Omit<CommandInput<'openDialog'>, 'dialogId'>;

/** What is shown comes as events, in the order in which it was asked for. */
async function showWindow(dialogId: string, place: Place): Promise<void> {
  const result = await call('openDialog', { dialogId, ...place });
  if (!result.ok && useChat.getState().openDialogId === dialogId) closeDialog();
}

/** The reader may have left a chat further up than where it opens. */
function usualPlace(dialogId: string): Place {
  const left = readPlace(dialogId);
  return left === null ? {} : { leftAt: left.key };
}

export async function openDialog(dialogId: string): Promise<void> {
  const state = useChat.getState();
  askToFocusComposer();
  useView.setState({ finding: false, jumpedTo: null });
  if (state.dialogs.get(dialogId)?.markedUnread) send('setMarkedUnread', { dialogId, unread: false });
  if (state.openDialogId === dialogId && state.window?.dialogId === dialogId) return;
  useView.setState({ jumpPending: false });
  useChat.setState({ openDialogId: dialogId, window: null });
  await showWindow(dialogId, usualPlace(dialogId));
}

/** Opens the chat with a person, making it where there is none, and closes what lies over the chats; answers what failed. */
export async function openChatWith(userId: string): Promise<ErrorCode | null> {
  const result = await call('createDialog', { memberIds: [userId] });
  if (!result.ok) return result.error.code;
  showScreen(null);
  void openDialog(result.value.dialogId);
  return null;
}

/** Shows a message in its surroundings, in whatever chat it is. */
export async function openMessage(dialogId: string, key: string): Promise<void> {
  const { window, openDialogId } = useChat.getState();
  forgetPlace(dialogId);
  useView.setState({ jumpPending: false, jumpedTo: key });
  if (openDialogId !== dialogId) useChat.setState({ openDialogId: dialogId, window: null });
  // One that is loaded is only scrolled to.
  if (window?.dialogId !== dialogId || !window.byKey.has(key)) await showWindow(dialogId, { at: key });
}

/** Replaces the window by the newest part of the dialog. */
export async function reopenDialog(): Promise<void> {
  const { openDialogId } = useChat.getState();
  if (openDialogId !== null) await showWindow(openDialogId, { end: true });
}

/** Asks at once for what did not come; until it is known what became of it, the same stays on screen. */
export async function retryDialog(): Promise<void> {
  const { window } = useChat.getState();
  if (window !== null) await call('openDialog', { dialogId: window.dialogId });
}

/** Looks in the open chat, and everywhere where none is open. */
export function find(): void {
  if (useChat.getState().openDialogId === null) showScreen('search');
  else useView.setState({ finding: true });
}

/** What the native menu asks for. */
const menuActions: Record<(BridgeEvent & { type: 'runAction' })['action'], () => void> = {
  find,
  nextChat: () => openNeighbour(1),
  previousChat: () => openNeighbour(-1),
  nextUnread: () => openNeighbour(1, true),
  previousUnread: () => openNeighbour(-1, true),
  markAllRead: () => void markAllRead(),
  closeChat: closeDialog,
};

/** Reads every chat, which can be taken back for a while. `takesFocus`: what was pressed for it cannot keep the focus. */
export async function markAllRead({ takesFocus = false } = {}): Promise<void> {
  if (![...useChat.getState().dialogs.values()].some(isUnread)) return;
  const result = await call('markAllRead', {});
  if (!result.ok) {
    showNotice(result.error.code);
    return;
  }
  const takeBack = async () => {
    const undone = await call('undoMarkAllRead', {});
    if (!undone.ok) showNotice(undone.error.code);
  };
  showDone({ words: msg`Все чаты прочитаны`, undo: () => void takeBack(), takesFocus }, undoMarkAllReadMs);
}

export function dismissNotificationsHint(): void {
  useChat.setState({ notificationsFailed: false });
}

export function closeDialog(): void {
  useChat.setState({ openDialogId: null, window: null });
  send('closeDialog', {});
}

/** Opens the chat above (-1) or below (1) in the list as it is sorted; of the unread ones alone where asked. */
export function openNeighbour(step: -1 | 1, unreadOnly = false): void {
  const { dialogs, openDialogId } = useChat.getState();
  const ids = [...dialogs.values()]
    .filter((dialog) => !unreadOnly || isUnread(dialog) || dialog.dialogId === openDialogId)
    .sort(compareDialogs)
    .map((dialog) => dialog.dialogId);
  const index = openDialogId === null ? -1 : ids.indexOf(openDialogId);
  const next = index === -1 ? ids[0] : ids[index + step];
  if (next !== undefined) void openDialog(next);
}

/** Asks for the page next to the window; it has come when this resolves. */
export async function loadMessages(direction: 'older' | 'newer'): Promise<CommandResult<null>> {
  const { window } = useChat.getState();
  if (window === null) return { ok: true, value: null };
  return call('loadMessages', { dialogId: window.dialogId, direction });
}

/** Lets go of messages of the open chat that lie far from those in sight. */
export function trimMessages(kept: Omit<CommandInput<'trimMessages'>, 'dialogId'>): void {
  const { window } = useChat.getState();
  if (window !== null) send('trimMessages', { dialogId: window.dialogId, ...kept });
}

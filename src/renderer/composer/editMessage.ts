import { create } from 'zustand';
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { ErrorCode, Feature } from '../../shared/domain.ts';
import { kindOf } from '../../shared/messageKind.ts';
import type { MessageView } from '../../shared/views.ts';
import { useChat } from '../state/store.ts';
import { askToFocusComposer } from '../state/view.ts';

export interface Editing {
  /** The message. */
  key: string;
  text: string;
  /** Why the server did not take this text. */
  failure: ErrorCode | null;
}

/** What is being edited, by chat: it waits there while the person is in another one. */
export const useEditing = create<{ byDialog: ReadonlyMap<string, Editing> }>(() => ({ byDialog: new Map() }));

function put(dialogId: string, editing: Editing | null): void {
  useEditing.setState(({ byDialog }) => {
    const next = new Map(byDialog);
    if (editing === null) next.delete(dialogId);
    else next.set(dialogId, editing);
    return { byDialog: next };
  });
}

/** What has not left is changed here alone, whatever the server can. */
export function canEdit(message: MessageView, features: readonly Feature[]): boolean {
  const isOwnText = message.own && kindOf(message) === 'text' && message.removed === undefined;
  return isOwnText && (message.state !== 'sent' || features.includes('edit'));
}

export function startEditing({ dialogId, key, content }: MessageView): void {
  put(dialogId, { key, text: content, failure: null });
  askToFocusComposer();
}

/** The latest of the own messages, where the server lets them be changed; false: there is none. */
export function editLatest(): boolean {
  const { window, connection } = useChat.getState();
  const message = window?.messages.findLast(({ own, removed }) => own && removed === undefined);
  if (!connection.features.includes('edit') || window?.hasNewer) return false;
  if (!message || !canEdit(message, connection.features)) return false;
  startEditing(message);
  return true;
}

export function noteEdited(dialogId: string, text: string): void {
  const editing = useEditing.getState().byDialog.get(dialogId);
  if (editing) put(dialogId, { ...editing, text, failure: null });
}

export function stopEditing(dialogId: string): void {
  put(dialogId, null);
}

/** What the server did not take stands in the field again, unless another message is being edited there by now. */
export function restoreEdit({ dialogId, key, text, code }: BridgeEvent & { type: 'editRefused' }): void {
  const current = useEditing.getState().byDialog.get(dialogId);
  if (current === undefined || current.key === key) put(dialogId, { key, text, failure: code });
}

/** For the next person: nothing of it was theirs. */
export function forgetEdits(): void {
  useEditing.setState({ byDialog: new Map() });
}

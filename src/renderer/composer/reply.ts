import { kindOf } from '../../shared/messageKind.ts';
import type { MessageView } from '../../shared/views.ts';
import { openMessage } from '../state/actions.ts';
import { send } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { askToFocusComposer } from '../state/view.ts';
import { stopEditing } from './editMessage.ts';

/** What a person wrote and has sent, or is about to. */
export function canReply(message: MessageView): boolean {
  return message.state !== 'failed' && ['text', 'attachment'].includes(kindOf(message));
}

/** The message is what the draft answers. */
export function startReply({ dialogId, key }: MessageView): void {
  stopEditing(dialogId);
  send('setReply', { dialogId, key });
  askToFocusComposer();
}

export function stopReply(dialogId: string): void {
  send('setReply', { dialogId, key: null });
}

/** Answers the message above (-1) or below the one that is answered; below the last one, none. */
export function replyToNeighbour(step: -1 | 1): void {
  const { window, dialogs } = useChat.getState();
  if (window === null) return;
  const { dialogId } = window;
  const messages = window.messages.filter(canReply);
  const answered = dialogs.get(dialogId)?.replyTo?.key;
  const index = messages.findIndex(({ key }) => key === answered);
  const from = index < 0 ? messages.length : index;
  const next = messages[Math.max(0, from + step)];
  if (next === undefined) {
    if (index >= 0) stopReply(dialogId);
    return;
  }
  send('setReply', { dialogId, key: next.key });
  void openMessage(dialogId, next.key);
}

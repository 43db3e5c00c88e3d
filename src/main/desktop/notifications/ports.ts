/** What the notifier is handed: the engine's answers, a way to show, and the surroundings. */
import type { Settings } from '../../../shared/settings.ts';
import type { DialogView } from '../../../shared/views.ts';
import type { Clock, Log } from '../../chat/ports.ts';
import type { NotificationText } from './texts.ts';

export interface NotificationRequest extends NotificationText {
  silent: boolean;
  /** Offers an answer where the system can; null: not for this one. */
  replyPlaceholder: string | null;
  onClick(): void;
  onReply(text: string): void;
  /** The person or the system put it away. */
  onClose(): void;
  onShown(): void;
  /** Nobody is there to show it. */
  onFailed(cause: string): void;
}

/** Answers a function that takes the notification back. Its callbacks come later, never during the call. */
export type ShowNotification = (request: NotificationRequest) => () => void;

/** What the notifier asks of the engine. */
export interface NotifierChat {
  dialog(dialogId: string): DialogView | null;
  userName(userId: string): string | null;
  unreadAmong(keys: string[]): string[];
  openDialogId(): string | null;
  sendMessage(dialogId: string, text: string): void;
}

export interface NotifierOptions {
  appName: string;
  chat: NotifierChat;
  show: ShowNotification;
  settings(): Settings;
  /** `visible`: neither minimised nor hidden. */
  window(): { focused: boolean; visible: boolean };
  clock: Clock;
  /** Local time, whole minutes since midnight. */
  minuteOfDay(): number;
  log: Log;
  /** Brings the window forward; null: without opening a chat, or at none of its messages. */
  onOpen(dialogId: string | null, key: string | null): void;
  /** Whether the system shows notifications, as it turned out with each of them. */
  onOutcome(outcome: 'shown' | 'failed'): void;
}

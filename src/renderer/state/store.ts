import { create } from 'zustand';
import type { Timestamp, User } from '../../shared/domain.ts';
import type { ExaminationView } from '../../shared/examination.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import type { UpdateView } from '../../shared/updates.ts';
import type { AppView, ConnectionView, DialogView, PresenceView, SessionView } from '../../shared/views.ts';
import type { MessageWindow } from '../../shared/windowFold.ts';

/** What the main process last said. Only `state/` writes it. */
export interface ChatState {
  ready: boolean;
  app: AppView;
  settings: Settings;
  session: SessionView;
  connection: ConnectionView;
  presence: { known: boolean; online: ReadonlySet<string> };
  dialogs: ReadonlyMap<string, DialogView>;
  users: ReadonlyMap<string, User>;
  /** Who is typing, by dialog. */
  typing: ReadonlyMap<string, string[]>;
  /** Files on their way, by their id. */
  transfers: ReadonlyMap<string, { done: number; total: number }>;
  openDialogId: string | null;
  window: MessageWindow | null;
  /** The system shows no notifications, and the person has not put the hint away. */
  notificationsFailed: boolean;
  caughtUp: { received: number; repaired: number; lost: number; at: Timestamp } | null;
  update: UpdateView;
  /** null: none is shown. */
  examination: ExaminationView | null;
}

export const emptyState: ChatState = {
  ready: false,
  app: {
    version: '',
    electron: '',
    profile: '',
    profileColor: null,
    server: null,
    serverLocked: false,
    policyProblem: null,
    insecure: false,
  },
  settings: defaultSettings,
  session: { state: 'signedOut', reason: 'none', keepsSignIn: true },
  connection: { state: 'offline', since: 0, retryAt: null, problem: null, features: [] },
  presence: { known: false, online: new Set() },
  dialogs: new Map(),
  users: new Map(),
  typing: new Map(),
  transfers: new Map(),
  openDialogId: null,
  window: null,
  notificationsFailed: false,
  caughtUp: null,
  update: { state: 'off', reason: 'notConfigured' },
  examination: null,
};

export const useChat = create<ChatState>(() => emptyState);

export function readPresence(presence: PresenceView): ChatState['presence'] {
  return { known: presence.known, online: new Set(presence.onlineUserIds) };
}

/** A closed account is not there, even while its last connection is waited for. */
export function isOnline({ presence, users }: ChatState, userId: string | null): boolean {
  return userId !== null && presence.online.has(userId) && users.get(userId)?.disabled !== true;
}

/** The id of the person signed in, or '' for nobody. */
export function selectOwnId(state: ChatState): string {
  return state.session.state === 'signedIn' ? state.session.user.userId : '';
}

export function selectOpenDialog(state: ChatState): DialogView | undefined {
  return state.openDialogId === null ? undefined : state.dialogs.get(state.openDialogId);
}

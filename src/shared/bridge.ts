/**
 * The whole contract between renderer and main process. Arguments are checked by these schemas at the receiving end;
 * results and events come from the trusted side and are typed only.
 */
import { z } from 'zod';
import type { CommandName } from './bridgeNames.ts';
import type {
  ConnectionState,
  DialogKind,
  ErrorCode,
  Feature,
  Mark,
  Message,
  Timestamp,
  User,
} from './domain.ts';

const dialogId = z.string().min(1).max(200);
const messageKey = z.string().min(1).max(200);
const text = z.string().max(1_000_000);

export const settingsSchema = z.strictObject({
  language: z.enum(['ru', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
});

/** Arguments of every command, in the order of `commandNames`. */
export const commandArguments = {
  getSnapshot: z.strictObject({}),
  checkServer: z.strictObject({ address: z.string().max(2_000) }),
  changeServer: z.strictObject({ address: z.string().max(2_000) }),
  requestCode: z.strictObject({ phone: z.string().max(100), name: z.string().max(200).optional() }),
  verifyCode: z.strictObject({ phone: z.string().max(100), code: z.string().max(100) }),
  signOut: z.strictObject({ eraseHistory: z.boolean() }),
  openDialog: z.strictObject({ dialogId }),
  closeDialog: z.strictObject({}),
  loadMessages: z.strictObject({ dialogId, direction: z.enum(['older', 'newer']), from: messageKey }),
  sendMessage: z.strictObject({ dialogId, text }),
  retryMessage: z.strictObject({ key: messageKey }),
  discardMessage: z.strictObject({ key: messageKey }),
  saveDraft: z.strictObject({ dialogId, text }),
  setTyping: z.strictObject({ dialogId, typing: z.boolean() }),
  markRead: z.strictObject({ dialogId, key: messageKey }),
  searchPeople: z.strictObject({ query: z.string().max(200) }),
  createDialog: z.strictObject({
    name: z.string().max(200).optional(),
    memberIds: z.array(z.string().min(1).max(200)).min(1).max(1_000),
  }),
  updateSettings: settingsSchema.partial(),
  openLink: z.strictObject({ url: z.string().max(4_000) }),
  retryConnection: z.strictObject({}),
  getDiagnostics: z.strictObject({}),
} satisfies Record<CommandName, z.ZodType>;

export type Settings = z.infer<typeof settingsSchema>;

export interface CommandResults {
  getSnapshot: Snapshot;
  checkServer: { address: string };
  changeServer: { address: string };
  requestCode: null;
  verifyCode: null;
  signOut: null;
  openDialog: DialogWindow;
  closeDialog: null;
  loadMessages: { messages: MessageView[]; hasMore: boolean };
  sendMessage: { key: string };
  retryMessage: null;
  discardMessage: null;
  saveDraft: null;
  setTyping: null;
  markRead: null;
  searchPeople: User[];
  createDialog: { dialogId: string };
  updateSettings: null;
  openLink: null;
  retryConnection: null;
  getDiagnostics: Diagnostics;
}

export type CommandInput<Name extends CommandName> = z.input<(typeof commandArguments)[Name]>;

/** Failures cross the bridge as values: Electron would strip an exception of its type. */
export type CommandResult<Value> = { ok: true; value: Value } | { ok: false; error: { code: ErrorCode } };

/** What `window.chat3` is in the page. */
export type Bridge = {
  [Name in CommandName]: (input: CommandInput<Name>) => Promise<CommandResult<CommandResults[Name]>>;
} & {
  /** Calls back with at most one batch a frame; answers a function that ends the subscription. */
  onEvents(listener: (events: BridgeEvent[]) => void): () => void;
};

export type BridgeEvent =
  | { type: 'session'; session: SessionView }
  | { type: 'connection'; connection: ConnectionView }
  | { type: 'dialogs'; upserted: DialogView[]; removed: string[] }
  | { type: 'messages'; dialogId: string; upserted: MessageView[]; removed: string[] }
  /** Replaces the shown window: what was loaded no longer joins on to what is new. */
  | { type: 'window'; window: DialogWindow }
  | { type: 'marks'; dialogId: string; marks: Mark[] }
  | { type: 'typing'; dialogId: string; userIds: string[] }
  | { type: 'presence'; presence: PresenceView }
  | { type: 'users'; users: User[] }
  | { type: 'settings'; settings: Settings }
  /** After a reconnect: how many messages of others arrived while away, and the first of them in the open dialog. */
  | { type: 'caughtUp'; received: number; firstMissedKey: string | null }
  /** Asks the page to open a dialog, as after clicking a notification. */
  | { type: 'showDialog'; dialogId: string };

export interface Snapshot {
  app: AppView;
  settings: Settings;
  session: SessionView;
  connection: ConnectionView;
  dialogs: DialogView[];
  users: User[];
  presence: PresenceView;
  openDialogId: string | null;
}

export interface AppView {
  version: string;
  electron: string;
  profile: string;
  /** Preset by the build, a policy or the command line; null: ask the person. */
  server: string | null;
}

/** `expired`: signed out by the server; text that was not sent waits for the same person. */
export type SessionView =
  | {
      state: 'signedOut';
      reason: 'none' | 'expired' /** No key store on this machine: sign-in lasts until quitting. */;
      keepsSignIn: boolean;
    }
  | { state: 'signedIn'; user: User; keepsSignIn: boolean };

export interface ConnectionView {
  state: ConnectionState;
  /** When this state began, by the local clock. */
  since: Timestamp;
  /** When the next attempt starts, by the local clock; null unless waiting. */
  retryAt: Timestamp | null;
  features: Feature[];
}

/** Who is online. `known` is false on servers that do not say; then no dot is drawn for anyone not listed. */
export interface PresenceView {
  known: boolean;
  onlineUserIds: string[];
}

export interface DialogView {
  dialogId: string;
  kind: DialogKind;
  /** The other person's name in a dialog of two. */
  title: string;
  /** The other person in a dialog of two. */
  peerId: string | null;
  memberCount: number | null;
  lastMessage: {
    senderId: string;
    content: string;
    type: string;
    createdAt: Timestamp;
    state: Message['state'];
  } | null;
  /** Sorts the list, newest first. */
  lastActivityAt: Timestamp;
  unreadCount: number;
  draft: string;
}

export type MessageView = Omit<Message, 'clientMessageId'> & { own: boolean };

/** A contiguous part of a dialog, oldest first; what has not been sent yet comes last. */
export interface DialogWindow {
  dialogId: string;
  messages: MessageView[];
  hasOlder: boolean;
  hasNewer: boolean;
  /** Others' first message that was unread when the dialog was opened: the divider stands above it. */
  firstUnreadKey: string | null;
  marks: Mark[];
  typingUserIds: string[];
  /** The first page is still on its way. */
  loading: boolean;
}

/** For the diagnostics screen and for tests; ids and numbers only, never text or tokens. */
export interface Diagnostics {
  state: ConnectionState;
  /** Counts connections of this login; grows with every attempt. */
  epoch: number;
  socketId: string | null;
  server: string | null;
  features: Feature[];
  joinedRooms: string[];
  outbox: { clientMessageId: string; dialogId: string; state: Message['state']; attempts: number }[];
  duplicatesDropped: number;
  listeners: number;
  /** The latest reconnects, newest first. */
  ledger: CatchUpEntry[];
}

export interface CatchUpEntry {
  /** Local time. */
  at: Timestamp;
  epoch: number;
  received: number;
  /** Numbered messages that are missing in what should be unbroken; anything but 0 is a fault. */
  lost: number;
  duplicatesDropped: number;
}

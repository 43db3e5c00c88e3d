/** What the page is shown of each subject: the values in the bridge's results and events. */
import type { Attachment } from './attachments.ts';
import type {
  ConnectionState,
  DialogKind,
  ErrorCode,
  Feature,
  Forwarded,
  Mark,
  MemberRole,
  Mention,
  Message,
  Timestamp,
  User,
} from './domain.ts';
import type { MessageKind } from './messageKind.ts';
import type { ServiceLine } from './serviceLineSchema.ts';
import type { Settings } from './settings.ts';
import type { UpdateView } from './updates.ts';

/** How long marking everything as read can be taken back. */
export const undoMarkAllReadMs = 5_000;

export interface Snapshot {
  app: AppView;
  settings: Settings;
  session: SessionView;
  connection: ConnectionView;
  dialogs: DialogView[];
  users: User[];
  presence: PresenceView;
  openDialogId: string | null;
  update: UpdateView;
}

export interface AppView {
  version: string;
  electron: string;
  profile: string;
  /** Tells this profile's window from the others, as `#rrggbb`; null for the usual one. */
  profileColor: string | null;
  /** Preset by the build, a policy or the command line; null: ask the person. */
  server: string | null;
  /** A machine policy fixes the server. */
  serverLocked: boolean;
  /** A machine policy file that could not be used; null: none. */
  policyProblem: PolicyProblem | null;
  /** The connection to the server is not encrypted, as a machine policy allows for its host. */
  insecure: boolean;
}

/** The server in use cannot be changed until the administrator has repaired the file. */
export interface PolicyProblem {
  path: string;
  /** `notProtected`: others than the administrator may change it. */
  fault: 'unreadable' | 'notProtected' | 'tooLarge' | 'notJson' | 'unknownField' | 'wrongValue';
  /** The field at fault, as it is written in the file; null: the whole. */
  field: string | null;
}

/**
 * `expired`: signed out by the server; text that was not sent waits for the same person. `disabled`: an administrator has closed
 * the account, and nothing of it is left here.
 */
export type SignedOutReason = 'none' | 'expired' | 'disabled';

export type SessionView =
  | {
      state: 'signedOut';
      reason: SignedOutReason;
      /** False: no key store on this machine, sign-in lasts until quitting. */
      keepsSignIn: boolean;
    }
  | { state: 'signedIn'; user: User; keepsSignIn: boolean };

export interface ConnectionView {
  state: ConnectionState;
  /** When this state began, by the local clock. */
  since: Timestamp;
  /** When the next attempt starts, by the local clock; null unless waiting. */
  retryAt: Timestamp | null;
  /** Why the last attempts failed, once that is known; null while connected. */
  problem: ErrorCode | null;
  features: Feature[];
  /** What it takes of files; absent where it takes none, or has not said so. */
  files?: FileLimits | undefined;
}

export interface FileLimits {
  /** Of one file. */
  bytes: number;
  perMessage: number;
}

/** Files on their way, by their id: how much of them is through; null: not on its way any more. */
export type Transfers = Record<string, { done: number; total: number } | null>;

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
  /** The person may remove what others wrote there. */
  moderates: boolean;
  memberCount: number | null;
  lastMessage: {
    senderId: string;
    content: string;
    type: string;
    createdAt: Timestamp;
    state: Message['state'];
    service?: ServiceLine | undefined;
    attachments?: Attachment[] | undefined;
    removed?: true | undefined;
  } | null;
  /** Sorts the list, newest first. */
  lastActivityAt: Timestamp;
  unreadCount: number;
  /** Unread messages that name the person, oldest first. */
  mentionKeys: string[];
  draft: string;
  /** What the draft answers. */
  replyTo?: QuoteView | undefined;
  /** When it was pinned here, by the local clock; pinned chats stay on top, the latest pinned first. */
  pinnedAt: Timestamp | null;
  muted: boolean;
  /** Marked unread by the person, on this computer alone; opening the chat ends it. */
  markedUnread: boolean;
}

/** What a message answers, as that is now. */
export interface QuoteView {
  /** null: it is not here. */
  key: string | null;
  /** null where nobody knows. */
  senderId: string | null;
  /** `removed`: also where it cannot be had · `unknown`: it is not here, and is asked for once it is in sight. */
  kind: MessageKind | 'unknown';
  /** Of a text its first line, without signs of markup. */
  text: string;
}

export type MessageView = Omit<Message, 'clientMessageId' | 'rev' | 'updatedAt'> & {
  own: boolean;
  /** What a service line tells, where it can be read. */
  service?: ServiceLine | undefined;
  /** Where people are named in it, in order; absent where nobody is. */
  mentions?: Mention[] | undefined;
  attachments?: Attachment[] | undefined;
  quote?: QuoteView | undefined;
  forwarded?: Forwarded | undefined;
};

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
  /** Why the first page did not come; it is asked for again by itself. */
  failure?: ErrorCode | undefined;
}

/** What the person at this computer may do depends on their role and on what the server offers. */
export interface DialogDetailsView {
  dialogId: string;
  title: string;
  kind: DialogKind;
  members: { userId: string; role: MemberRole | null }[];
  canAddMembers: boolean;
  /** Whom the person may take out; never themselves. */
  removableUserIds: string[];
  canChangeRoles: boolean;
  canRename: boolean;
  canLeave: boolean;
  canDelete: boolean;
}

/** A message found in what this computer holds; newest first. */
export interface SearchHit {
  key: string;
  dialogId: string;
  senderId: string;
  own: boolean;
  content: string;
  createdAt: Timestamp;
  attachments?: Attachment[] | undefined;
}

export interface SearchAnswer {
  hits: SearchHit[];
  hasMore: boolean;
  /** Of a search in one chat, with its first page: how many there are, counted up to 1,000. */
  total: number | null;
  /** Nothing was found as one usually looks, so that any part of a word counts; see `insideWords`. */
  generous: boolean;
}

export interface DeviceView {
  sessionId: string;
  name: string;
  createdAt: Timestamp;
  lastUsedAt: Timestamp;
  current: boolean;
}

export interface StorageView {
  /** Of this account's files on this computer. */
  bytes: number;
  messageCount: number;
  /** Of the files of messages that are kept here. */
  fileBytes: number;
}

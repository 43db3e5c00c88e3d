/** What wire.ts makes of the server's answers and events: one clean form for all the forms of the wire. Types only. */

import type { Attachment } from './attachments.ts';
import type { DialogKind, Feature, MemberRole, Timestamp, User } from './domain.ts';
import type { ServiceLine } from './serviceLineSchema.ts';
import type { FileLimits } from './views.ts';

/** A dialog as a message names it: at least one of the two is there, or neither in a broken copy. */
export interface RemoteDialogReference {
  /** `dlg_…` */
  dialogId: string | null;
  /** 24 hex digits: the database id that old servers put in its place. */
  databaseId: string | null;
}

export interface RemoteStatus {
  userId: string;
  status: 'unread' | 'delivered' | 'read';
}

/** `at`: when the server noted it; null where it does not tell. */
export interface StatusTime extends RemoteStatus {
  at: Timestamp | null;
}

/** How many members have a message in which state, where a server does not say who. */
export type RemoteStatusCounts = Record<RemoteStatus['status'], number>;

export interface RemoteMessage {
  /** `messageId`; null in copies that only carry a database id. Such a copy is a hint, never a row. */
  messageId: string | null;
  /** Every id this message can be named by, messageId included. */
  aliases: string[];
  dialog: RemoteDialogReference;
  senderId: string;
  content: string;
  type: string;
  createdAt: Timestamp;
  /** See Message; absent where the copy does not tell. */
  tie?: string | undefined;
  meta: Record<string, unknown>;
  /** What is told of it outside of `meta` (S18.7, P8.6), and by how many UTF-16 units its text was longer for it. */
  toldBesides?: { meta: Record<string, unknown>; length: number } | undefined;
  clientMessageId: string | null;
  seq: number | null;
  rev: number | null;
  /** See Message; each absent where the copy does not tell. */
  updatedAt?: Timestamp | undefined;
  editedAt?: Timestamp | undefined;
  removed?: true | undefined;
  /** null where the copy does not tell (update envelopes leave them out). */
  statuses: RemoteStatus[] | null;
  /** Absent where the copy does not tell. */
  statusCounts?: RemoteStatusCounts;
  /** Emoji → count; null where the copy does not tell. */
  reactionCounts: Record<string, number> | null;
  /** The reader's own; null where the copy does not tell, as one that goes to everybody. */
  ownReactions: string[] | null;
}

export interface RemotePagination {
  page: number;
  limit: number;
  total: number;
  pages: number;
}

export interface RemoteMessagePage {
  /** In the server's order. Unusable rows are left out and counted. */
  messages: RemoteMessage[];
  dropped: number;
  pagination: RemotePagination | null;
  headSeq: number | null;
}

export interface RemoteDialog {
  dialogId: string;
  databaseId: string | null;
  name: string;
  kind: DialogKind | null;
  unreadCount: number;
  /** Latest of last message, last interaction and joining; 0 where unknown. */
  lastActivityAt: Timestamp;
  lastMessage: {
    content: string;
    senderId: string;
    type: string;
    createdAt: Timestamp;
    service?: ServiceLine | undefined;
    attachments?: Attachment[] | undefined;
    removed?: true | undefined;
  } | null;
  headSeq: number | null;
  headRev: number | null;
  /** Where the list tells members at once; else null. */
  memberIds: string[] | null;
  /** The other one of a direct dialog, where the list tells. */
  peerId: string | null;
  /** The own watermarks, where the list tells. */
  ownMark: { deliveredSeq: number; readSeq: number } | null;
}

export interface RemoteUserPage {
  users: User[];
  pagination: RemotePagination | null;
}

export interface RemoteDialogPage {
  dialogs: RemoteDialog[];
  dropped: number;
  pagination: RemotePagination | null;
}

export interface RemoteMember {
  userId: string;
  role: MemberRole | null;
  deliveredSeq: number | null;
  readSeq: number | null;
  unreadCount: number | null;
}

export interface RemoteDialogDetails {
  dialogId: string;
  databaseId: string | null;
  name: string;
  kind: DialogKind | null;
  members: RemoteMember[];
}

export interface RemoteMark {
  dialogId: string;
  userId: string;
  deliveredSeq: number;
  readSeq: number;
}

/** Answer of `GET /dialogs/:id/changes`. */
export type RemoteChanges =
  | { reset: true }
  | {
      reset: false;
      messages: RemoteMessage[];
      marks: RemoteMark[];
      /** All of them, where they or their roles changed; else null. */
      members: RemoteMember[] | null;
      headSeq: number;
      headRev: number;
    };

export interface RemoteSignIn {
  token: string;
  refreshToken: string | null;
  user: User;
}

/** One sign-in of the same person. */
export interface RemoteSession {
  sessionId: string;
  device: string;
  createdAt: Timestamp;
  lastUsedAt: Timestamp;
  current: boolean;
}

export interface RemoteHello {
  features: Feature[];
  /** What it takes of files; absent where it takes none. */
  files?: FileLimits | undefined;
  serverTime: Timestamp | null;
}

/** What the three update envelopes come down to. `entityId` may be a hex id. */
export interface RemoteUpdate {
  eventType: string;
  userId: string | null;
  dialog: RemoteDialogReference;
  entityId: string | null;
  /** Set for message.create, message.update and message.delete when the envelope carries a usable message. */
  message: RemoteMessage | null;
  /** Set for message.status.* when the envelope says who and what. */
  status: RemoteStatus | null;
}

export interface RemoteTyping {
  userId: string;
  userName: string | null;
  dialogId: string;
}

/** As the newest of the old servers tell it: for how long from now, instead of until when. */
export interface RemoteTypingUpdate {
  userId: string;
  dialog: RemoteDialogReference;
  /** 0: no longer; null where it is not told. */
  lastsMs: number | null;
}

import type { DialogItem, MemberItem, WireMessage } from '../contract/wire.ts';
import type { Role } from '../store/schema.ts';

export interface Person {
  userId: string;
  name: string;
}

export interface Page {
  offset: number;
  limit: number;
}

export interface DialogDraft {
  name: string;
  /** Any ids; the creator is a member anyway. */
  memberIds: string[];
  kind?: 'direct' | 'group' | undefined;
}

export interface MessageDraft {
  dialogId: string;
  /** Clean, and not empty where it names no files. */
  content: string;
  type: string;
  meta: Record<string, unknown>;
  /** Of `meta.attachments`. */
  fileIds: readonly string[];
  clientMessageId: string | null;
}

export interface MessageEdit {
  /** Clean and not empty. */
  content: string;
  /** Whom the new text names; nothing else of it counts. */
  meta?: Record<string, unknown> | undefined;
}

export type Mark = 'delivered' | 'read';

export interface Marks {
  deliveredSeq: number;
  readSeq: number;
}

export interface BackendLimits {
  /** How long after a message was sent its sender may edit and remove it, in minutes; 0: never (P7.13). */
  readonly editMinutes: number;
  readonly deleteMinutes: number;
  /** Of one file in bytes, and how many files a message may name; where there are files (P7.40). */
  readonly fileBytes?: number;
  readonly filesPerMessage?: number;
}

/** Which messages of a dialog: `since` ascending, `before` descending, else a page from the newest. */
export interface HistoryRange {
  page: Page;
  since: number | undefined;
  before: number | undefined;
}

/**
 * Who keeps dialogs and messages. Routes and sockets know nothing else of them. Every call checks that the caller is a member and
 * throws HttpError; what happens by it reaches the relay after it is kept, in its order. Answers have the shapes of
 * docs/protocol.md.
 */
export interface ChatBackend {
  /** What it keeps truthfully beyond the old contract (P7.1). */
  readonly features: readonly string[];
  readonly limits: BackendLimits;
  /** Throws while dialogs and messages cannot be reached where they are kept beside this server's own storage (P2.8). */
  ready(): Promise<void>;

  dialogs(
    userId: string,
    page: Page,
    withLastMessage: boolean,
  ): Promise<{ items: DialogItem[]; total: number }>;
  dialog(userId: string, dialogId: string): Promise<Record<string, unknown>>;
  createDialog(creator: Person, draft: DialogDraft): Promise<{ item: DialogItem; created: boolean }>;
  renameDialog(caller: Person, dialogId: string, name: string): Promise<void>;
  removeDialog(caller: Person, dialogId: string): Promise<void>;

  members(userId: string, dialogId: string): Promise<MemberItem[]>;
  addMember(caller: Person, dialogId: string, userId: string): Promise<void>;
  removeMember(caller: Person, dialogId: string, userId: string): Promise<void>;
  changeRole(caller: Person, dialogId: string, userId: string, role: Exclude<Role, 'owner'>): Promise<void>;

  /** Passes on every group of a person who is disabled; answers their dialogs. */
  passOnGroups(userId: string): Promise<string[]>;
  /** Makes a member the owner of the group; false where it is theirs already. */
  giveGroup(dialogId: string, userId: string): Promise<boolean>;

  /** `total`: of messages in the dialog; `limit`: fewer where an answer was full (P7.22); the heads where the backend has them; `bytes`: what was read for it. */
  history(
    userId: string,
    dialogId: string,
    range: HistoryRange,
  ): Promise<{
    data: WireMessage[];
    total: number;
    limit: number;
    headSeq?: number;
    headRev?: number;
    bytes: number;
  }>;
  /** What changed after `since`, a rev; or that the history is to be read anew. `bytes`: what was read for it. */
  changes(
    userId: string,
    dialogId: string,
    since: number,
  ): Promise<{ changes: Record<string, unknown>; bytes: number }>;
  message(userId: string, messageId: string): Promise<WireMessage>;
  /** A repeat of the same clientMessageId with the same body answers the stored row as `repeated`; with another body 409. */
  post(senderId: string, draft: MessageDraft): Promise<{ message: WireMessage; repeated: boolean }>;
  /** Gives an own text another content; the same one changes nothing. */
  edit(userId: string, messageId: string, change: MessageEdit): Promise<WireMessage>;
  /** Leaves nothing of a message but its place; one that was removed already is answered as it is. */
  remove(userId: string, messageId: string): Promise<WireMessage>;
  /** Moves the caller's watermark forward, never back and never past the newest message. Reading implies delivery. */
  moveMark(userId: string, dialogId: string, mark: Mark, seq: number): Promise<Marks>;
  markMessage(userId: string, messageId: string, mark: Mark): Promise<void>;
  reactions(userId: string, messageId: string): Promise<Record<string, unknown>>;
  /** Sets the caller's one reaction to a message; a new one replaces it. */
  react(userId: string, messageId: string, reaction: string): Promise<void>;
  unreact(userId: string, messageId: string, reaction: string): Promise<void>;

  /** Throws 404 for an unknown dialog, 403 for somebody else's. */
  requireMember(userId: string, dialogId: string): Promise<void>;
  /** Nobody, where the user is no member. */
  fellowMembers(userId: string, dialogId: string): Promise<string[]>;
  /** How many people hear of what happens there; 0 where there is no such place. */
  audience(place: { dialogId?: string; messageId?: string }): Promise<number>;
  /** Everyone who shares a dialog with the user, the user excluded. */
  peers(userId: string): Promise<string[]>;
  /** Who may see whether the user is here: peers by a dialog of at most a hundred members (P7.27). */
  watchers(userId: string): Promise<string[]>;
  /** A message as it is now, as envelope A has it; undefined when it is gone. */
  messageDetails(messageId: string): Promise<WireMessage | undefined>;
}

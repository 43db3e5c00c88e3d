/** What the engine asks of the history store. Everything is synchronous, so that a transaction is one plain function. */
import type { CatchUpEntry } from '../../shared/diagnostics.ts';
import type {
  DialogKind,
  Mark,
  MemberRole,
  Message,
  Position,
  Timestamp,
  User,
} from '../../shared/domain.ts';
import type { RemoteDialog } from '../../shared/remote.ts';
import type { MessageQuery } from '../../shared/search/messageQuery.ts';

/** A part of a dialog that came from an unbroken walk: nothing is missing between the two ends. */
export interface CertifiedInterval {
  from: Position;
  to: Position;
  /** Nothing exists below `from`. */
  reachedStart: boolean;
}

export interface StoredMember {
  userId: string;
  role: MemberRole | null;
}

export interface DialogRecord {
  dialogId: string;
  databaseId: string | null;
  name: string;
  kind: DialogKind | null;
  members: StoredMember[] | null;
  /** What the dialog list last said about the newest message. */
  lastMessage: RemoteDialog['lastMessage'];
  lastActivityAt: Timestamp;
  /** The `lastActivityAt` that the history was last read for; null: never, or by `seq`. */
  lookedAt: Timestamp | null;
  /** The server's unread count, true for everything up to `unreadSeedAt`. */
  unreadSeed: number;
  unreadSeedAt: Timestamp;
  certified: CertifiedInterval | null;
  headSeq: number | null;
  headRev: number | null;
  /** Every mutation up to this rev has been taken in. */
  knownRev: number | null;
  /** How far the own read mark is known to the server. */
  syncedReadSeq: number;
  syncedReadAt: Timestamp;
  /** Local time; null: not pinned. Pins and silence are of this computer. */
  pinnedAt: Timestamp | null;
  muted: boolean;
  /** By the person's own hand, whatever was read. */
  markedUnread: boolean;
}

/** Something the server has to be told, as it is kept: only its kind knows what the payload holds. */
export interface StoredJob {
  id: string;
  kind: string;
  dialogId: string;
  /** Local time; orders the jobs of one kind in a dialog. */
  queuedAt: Timestamp;
  attempts: number;
  /** A request went out and its outcome is unknown. */
  ambiguous: boolean;
  /** Waited too long to leave unasked. */
  held: boolean;
  /** The ids of jobs that must have ended well before. */
  dependsOn: string[];
  /** JSON. */
  payload: unknown;
}

/** A send that took more than one request, of which one that was given up may still commit. */
export interface Resend {
  clientMessageId: string;
  messageKey: string;
  dialogId: string;
  /** Local time of the answer that ended it. */
  settledAt: Timestamp;
}

export interface Draft {
  dialogId: string;
  text: string;
  /** The key of the message it answers. */
  replyTo?: string | undefined;
}

export interface MessageSearch {
  /** null: whatever they say. */
  query: MessageQuery | null;
  /** Only messages with files. */
  filesOnly?: boolean;
  /** null: everywhere. */
  dialogId: string | null;
  before: Message | null;
  limit: number;
}

/** What the store could not do, as with a full disk. */
export class StoreError extends Error {}

export interface HistoryStore {
  transaction<Result>(work: () => Result): Result;

  message(key: string): Message | null;
  messageByWireId(wireId: string): Message | null;
  messageByClientMessageId(senderId: string, clientMessageId: string): Message | null;
  saveMessage(message: Message): void;
  removeMessage(key: string): void;
  /** Those that answer a message: by its key, or by a wire id where it is not stored. */
  repliesTo(name: string): Message[];
  /** Names the message by these ids from now on. */
  addAliases(key: string, wireIds: string[]): void;
  /** Ascending, ending just before `before` (unsent ones last), or at the end. */
  messagesBefore(dialogId: string, before: Message | null, limit: number): Message[];
  messagesAfter(dialogId: string, after: Message, limit: number): Message[];
  newestMessage(dialogId: string): Message | null;
  newestSent(dialogId: string): Message | null;
  /** Others' first message above the mark that was not removed, at or after `from`. */
  firstUnread(dialogId: string, ownUserId: string, mark: Mark, from: Position | null): Message | null;
  /** Those that `countUnread` would count which hold an @, oldest first. */
  unreadWithAt(dialogId: string, ownUserId: string, mark: Mark, limit: number): Message[];
  countUnread(dialogId: string, ownUserId: string, mark: Mark, aboveTime: Timestamp): number;
  /** Others' messages with afterTime < createdAt ≤ upToTime that were not removed, newest first. */
  othersBetween(
    dialogId: string,
    ownUserId: string,
    afterTime: Timestamp,
    upToTime: Timestamp,
    limit: number,
  ): Message[];
  /** Another sent message of the same sender with the same content, at most `withinMs` earlier or later. */
  hasTwin(message: Message, withinMs: number): boolean;
  countSentFrom(dialogId: string, from: Position): number;
  /** Messages that answer the query (see `findInFolded`), newest first, older than `before`. */
  searchMessages(search: MessageSearch): Message[];
  /** What is stored, on disk and in number. */
  size(): { bytes: number; messageCount: number };
  /** Forgets every message that the server has too; what was not sent stays. */
  clearDownloaded(): void;
  /** Gives the room of what was forgotten back to the disk; not inside a transaction. */
  compact(): void;

  dialogs(): DialogRecord[];
  saveDialog(record: DialogRecord): void;
  /** With its messages, marks and draft; jobs of messages that were not sent stay. */
  removeDialog(dialogId: string): void;

  marks(dialogId: string): Mark[];
  saveMark(dialogId: string, mark: Mark): void;

  drafts(): Draft[];
  /** An empty text that answers nothing removes the draft. */
  saveDraft(dialogId: string, text: string, replyTo?: string): void;

  users(): User[];
  saveUsers(users: User[]): void;

  /** Messages up to this moment are no news; null: nobody has looked yet. */
  freshFrom(): Timestamp | null;
  saveFreshFrom(at: Timestamp): void;
  /** Remembers that a message was news once; false where it was before. Holds the latest 10,000. */
  noteAnnounced(key: string): boolean;

  jobs(): StoredJob[];
  saveJob(job: StoredJob): void;
  removeJob(id: string): void;

  resends(): Resend[];
  saveResend(resend: Resend): void;
  removeResend(clientMessageId: string): void;

  /** The latest 50, newest first. */
  reconnects(): CatchUpEntry[];
  /** Takes the place of one of the same number. */
  saveReconnect(entry: CatchUpEntry): void;

  close(): void;
}

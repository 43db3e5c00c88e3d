/** The words everything else uses. Types only. */

/** Whole milliseconds since 1970 by the server's clock. */
export type Timestamp = number;

export interface User {
  userId: string;
  name: string;
  /** Eleven digits, `79…`; null where the server does not tell. */
  phone: string | null;
  /** An administrator has closed the account. */
  disabled?: true | undefined;
}

/**
 * A place that pages of history are joined at: (createdAt, id). People see messages of one millisecond by their `tie`.
 * `seq` only detects gaps and never orders (mixing it in would not be transitive).
 */
export interface Position {
  createdAt: Timestamp;
  id: string;
  /** Dense number within the dialog; null on servers without the `seq` feature. */
  seq: number | null;
}

/** `queued`: only here · `sent`: the server has it · `failed`: the user decides · `held`: too old to leave unasked. */
export type MessageState = 'queued' | 'sent' | 'failed' | 'held';

export interface Reaction {
  emoji: string;
  count: number;
  mine: boolean;
}

/** A place in a text where people are named, in UTF-16 units, the @ included; more than one: they have one name. */
export interface Mention {
  start: number;
  end: number;
  /** Or `everyone` of mentions.ts. */
  userIds: string[];
}

/** `told`: the server says so · `missing`: its history does not have it any more (S6.14). */
export type Removal = 'told' | 'missing';

export interface Message {
  /** Local identity: stable from the first keystroke sent to the last receipt, whatever ids the server uses. */
  key: string;
  /** The server's id; null until the server has the message. */
  id: string | null;
  clientMessageId: string | null;
  dialogId: string;
  senderId: string;
  content: string;
  type: string;
  /** The server's time; for a message that has not left yet, the local time it was written. */
  createdAt: Timestamp;
  /** Its place among the messages of its millisecond, as text; absent where only the id is known, which then decides. */
  tie?: string | undefined;
  seq: number | null;
  state: MessageState;
  failure: ErrorCode | null;
  reactions: Reaction[];
  meta: Record<string, unknown>;
  /** The server's count of the dialog's changes, as of the last one of this message; absent where it was not told. */
  rev?: number | undefined;
  /** When the server last wrote it; absent where it was not told. */
  updatedAt?: Timestamp | undefined;
  /** Absent: its text is the first one. `at` is null where the time was not told. */
  edited?: { at: Timestamp | null } | undefined;
  /** It keeps its place, and nothing of what it said (S4.12). */
  removed?: Removal | undefined;
}

/** Who wrote first what was forwarded, as whoever forwarded it tells. */
export interface Forwarded {
  senderName: string;
  senderId?: string | undefined;
  at?: Timestamp | undefined;
}

export type DialogKind = 'direct' | 'group';

export type MemberRole = 'owner' | 'admin' | 'member';

/**
 * How far a member got in a dialog. A message counts as read when its seq ≤ readSeq or its createdAt ≤ readAt;
 * servers without seq only have the times.
 */
export interface Mark {
  userId: string;
  deliveredSeq: number;
  readSeq: number;
  deliveredAt: Timestamp;
  readAt: Timestamp;
}

export type Feature =
  | 'idempotency'
  | 'seq'
  | 'changes'
  | 'userRoom'
  | 'joinAck'
  | 'watermarks'
  | 'presence'
  | 'sessions'
  | 'roles'
  | 'edit'
  | 'files'
  | 'rename'
  | 'mentions'
  | 'phone';

export type ConnectionState =
  | 'offline'
  | 'waiting'
  | 'connecting'
  | 'authenticating'
  | 'authRequired'
  | 'catchingUp'
  | 'live';

/** Every failure a person can meet. The renderer has one sentence for each; the log has the cause. */
export type ErrorCode =
  | 'phoneRequired'
  | 'phoneInvalid'
  | 'phoneTaken'
  | 'nameRequired'
  | 'codeRequired'
  | 'codeInvalid'
  | 'tooManyAttempts'
  | 'codeNotSent'
  | 'registrationClosed'
  | 'userNotFound'
  | 'dialogNotFound'
  | 'dialogNameRequired'
  | 'nameTooLong'
  | 'nameUnfit'
  | 'phoneUnknown'
  | 'codeUsedUp'
  | 'messageNotFound'
  | 'messageRemoved'
  /** The server lets a message be changed for a while only. */
  | 'changeTooLate'
  | 'notMember'
  | 'forbidden'
  | 'messageEmpty'
  | 'messageTooLong'
  /** The server takes no files at all. */
  | 'filesNotSupported'
  | 'fileTooLarge'
  | 'fileEmpty'
  /** The server has looked at the file and does not take it. */
  | 'fileRefused'
  /** It is neither here nor on the server any more. */
  | 'fileMissing'
  | 'tooManyFiles'
  | 'conflict'
  | 'accountDisabled'
  | 'sessionExpired'
  | 'addressInvalid'
  | 'addressInsecure'
  | 'serverLocked'
  | 'hostNotFound'
  | 'connectionRefused'
  | 'connectionLost'
  | 'timeout'
  | 'certificateInvalid'
  | 'certificateExpired'
  | 'certificateWrongHost'
  | 'certificateUntrusted'
  | 'proxyFailed'
  | 'proxyUnreachable'
  | 'proxyScriptFailed'
  | 'notChatServer'
  | 'serverFailed'
  /** It takes too long now, and is asked again. */
  | 'serverSlow'
  | 'storageFailed'
  | 'linkRefused'
  | 'alreadyMember'
  | 'notSupported'
  | 'saveFailed'
  /** A file that was chosen as a report is none, or of a newer version. */
  | 'notReport'
  | 'proxyLogin'
  | 'captivePortal'
  | 'invalidArguments'
  | 'internal';

import type { Generated, Insertable, Kysely, Selectable } from 'kysely';

// Times are whole milliseconds since 1970; JSON is text; there are no booleans (binding one ends the process).

interface UsersTable {
  user_id: string;
  phone: string;
  name: string;
  search_key: string;
  created_at: number;
  last_active_at: number | null;
  /** Set: an administrator has closed the account. */
  disabled_at: number | null;
}

interface InvitesTable {
  phone: string;
  created_at: number;
}

export interface CodesTable {
  phone: string;
  /** The hash of the address that asked for it. */
  place: string;
  code_hash: string;
  /** Of whom the code signs in for the first time; null for somebody known, and where the code is nobody's. */
  name: string | null;
  tries: number;
  /** Tries from other places: they end neither the code nor the tries of the one that asked for it. */
  strange_tries: number;
  expires_at: number;
}

interface SessionsTable {
  session_id: string;
  user_id: string;
  device: string;
  /** The hash of the address of the sign-in; null where it is not known. */
  place: string | null;
  refresh_hash: string;
  refreshed_at: number;
  created_at: number;
  expires_at: number;
  revoked_at: number | null;
}

/** Refresh tokens that have been exchanged for the next one of their session. */
interface SpentTokensTable {
  refresh_hash: string;
  session_id: string;
  spent_at: number;
}

export type DialogKind = 'direct' | 'group';
export type Role = 'owner' | 'admin' | 'member';

interface DialogsTable {
  dialog_id: string;
  kind: DialogKind;
  /** Both user ids of a direct dialog, sorted; null for a group. */
  direct_key: string | null;
  name: string;
  created_by: string;
  created_at: number;
  updated_at: number;
  meta: string;
  last_seq: number;
  last_rev: number;
  /** `created_at` of the newest message, 0 without one. */
  last_created_at: number;
  /** The newest message's time, or the dialog's own: the order of the dialog list. */
  last_activity_at: number;
  /** The rev of the last change of membership, roles or name. */
  members_rev: number;
  /** Set: nobody sees it any more, and what was in it is being removed. */
  deleted_at: number | null;
}

interface MembersTable {
  dialog_id: string;
  user_id: string;
  role: Role;
  joined_at: number;
  /** Messages up to this one were there before the member was. */
  joined_seq: number;
  delivered_seq: number;
  read_seq: number;
  delivered_at: number | null;
  read_at: number | null;
  last_message_at: number | null;
  /** The rev of the last move of a watermark. */
  rev: number;
}

interface MessagesTable {
  message_id: string;
  dialog_id: string;
  seq: number;
  rev: number;
  sender_id: string;
  client_message_id: string | null;
  /** Of dialog, content, type and meta as first posted: tells a repeat from another body. Empty once it was removed. */
  body_hash: string;
  content: string;
  type: string;
  meta: string;
  reaction_counts: string;
  created_at: number;
  updated_at: number;
  edited_at: number | null;
  /** Set: nothing is left of what it said. */
  removed_at: number | null;
}

interface ReactionsTable {
  message_id: string;
  user_id: string;
  reaction: string;
  created_at: number;
}

export type AuditAction =
  | 'sign-in'
  | 'token-theft'
  | 'limit'
  | 'user-add'
  | 'disable'
  | 'enable'
  | 'phone'
  | 'role'
  | 'owner'
  | 'session-end'
  | 'delete-dialog'
  | 'delete-message'
  | 'secret-rotate';

interface AuditTable {
  audit_id: string;
  at: number;
  action: AuditAction;
  /** A user id, «admin», or empty for somebody who is not signed in. */
  actor: string;
  user_id: string | null;
  dialog_id: string | null;
  session_id: string | null;
  detail: string;
}

interface ServerStateTable {
  key: 'readyAt' | 'demo' | 'secret' | 'channel';
  value: string;
}

/** What nodes tell each other, for a minute. */
interface EventsTable {
  event_id: string;
  /** The database's number of the transaction that wrote it: whoever reads in their order misses none. */
  transaction: number;
  body: string;
  /** Of the database's clock. */
  created_at: number;
}

/** Uploads, and what became of them: whole where `finished_at` is set, and then looked at. */
interface FilesTable {
  file_id: string;
  uploader_id: string;
  /** Clean: no path, no controls (P7.48). */
  name: string;
  /** Bytes of the upload, which an image does not keep. */
  length: number;
  bytes: Generated<number>;
  mime_type: Generated<string>;
  kind: Generated<FileKind>;
  /** Of images, in pixels. */
  width: number | null;
  height: number | null;
  /** 1 or 0. */
  has_preview: Generated<number>;
  sha256: Generated<string>;
  created_at: number;
  finished_at: number | null;
  /** When it is removed; null while a message names it. */
  expires_at: number | null;
}

export type FileKind = 'image' | 'video' | 'audio' | 'file';

/** Which messages name a file. */
interface MessageFilesTable {
  message_id: string;
  file_id: string;
  dialog_id: string;
}

/** Which dialog of Chat3 is meant by a database id. */
interface Chat3DialogsTable {
  database_id: string;
  dialog_id: string;
}

/** What was posted with a message of Chat3, which may forget it. */
interface Chat3MessagesTable {
  message_id: string;
  meta: string;
}

/** What was posted to Chat3 under a clientMessageId, from before it is asked to store it. */
interface Chat3PostsTable {
  sender_id: string;
  client_message_id: string;
  dialog_id: string;
  body_hash: string;
  content_hash: string;
  meta: string;
  /** Null while it is not known to be stored. */
  message_id: string | null;
  /** Attempts that may have stored a message, or yet may, which has not been seen. */
  open_attempts: number;
  first_at: number;
  last_at: number;
  /** Before this time the last attempt may yet store it. */
  again_at: number;
}

export interface Schema {
  users: UsersTable;
  invites: InvitesTable;
  codes: CodesTable;
  sessions: SessionsTable;
  spent_tokens: SpentTokensTable;
  dialogs: DialogsTable;
  members: MembersTable;
  messages: MessagesTable;
  reactions: ReactionsTable;
  files: FilesTable;
  message_files: MessageFilesTable;
  audit: AuditTable;
  server_state: ServerStateTable;
  events: EventsTable;
  chat3_dialogs: Chat3DialogsTable;
  chat3_messages: Chat3MessagesTable;
  chat3_posts: Chat3PostsTable;
}

/** The database or a transaction on it. */
export type Db = Kysely<Schema>;
export type UserRow = Selectable<UsersTable>;
export type SessionRow = Selectable<SessionsTable>;
export type DialogRow = Selectable<DialogsTable>;
export type MemberRow = Selectable<MembersTable>;
export type MessageRow = Selectable<MessagesTable>;
export type FileRow = Selectable<FilesTable>;
export type AuditRow = Selectable<AuditTable>;
export type ReactionRow = Selectable<ReactionsTable>;
export type Chat3PostRow = Selectable<Chat3PostsTable>;
export type NewMember = Insertable<MembersTable>;

/**
 * The whole contract between renderer and main process. Arguments are checked by these schemas at the receiving end;
 * results and events come from the trusted side and are typed only.
 */
import { z } from 'zod';
import type { CommandName } from './bridgeNames.ts';
import type { DiagnosticsView } from './diagnostics.ts';
import type { ErrorCode, Mark, User } from './domain.ts';
import type { ExaminationView } from './examination.ts';
import type { Fingerprint } from './fingerprint.ts';
import {
  attachedPieceBytes,
  maximumFiles,
  maximumIdLength,
  maximumKeys,
  maximumMembers,
  maximumQueryLength,
  maximumReactionLength,
  maximumTargets,
  maximumTypedName,
} from './limits.ts';
import type { Report } from './report.ts';
import type { Settings } from './settings.ts';
import { settingsSchema } from './settingsSchema.ts';
import type { MessageStatuses, MessageTrace } from './trace.ts';
import type { UpdateView } from './updates.ts';
import type {
  ConnectionView,
  DeviceView,
  DialogDetailsView,
  DialogView,
  DialogWindow,
  MessageView,
  PresenceView,
  SearchAnswer,
  SessionView,
  Snapshot,
  StorageView,
  Transfers,
} from './views.ts';

/** What may be a profile, and with it the name of a folder. */
export const profileNameSchema = z.string().regex(/^[a-z0-9-]{1,32}$/);

const id = z.string().min(1).max(maximumIdLength);
const dialogId = id;
const messageKey = id;
const text = z.string().max(1_000_000);
const name = z.string().max(maximumTypedName);
const query = z.string().max(maximumQueryLength);
const userId = id;
const mentioned = z.array(userId).max(maximumMembers).optional();
const typedPhone = z.string().max(100);
const typedCode = z.string().max(100);
const side = z.number().int().positive().max(100_000);
const whole = z.number().int().nonnegative();
const emoji = z.string().min(1).max(maximumReactionLength);

/** By the page's clock, in milliseconds since 1970 with a fraction; the main process makes its own time of it. */
const pageTime = z.number().nonnegative();

/** Arguments of every command, in the order of `commandNames`. */
export const commandArguments = {
  getSnapshot: z.strictObject({}),
  checkServer: z.strictObject({ address: z.string().max(2_000) }),
  changeServer: z.strictObject({ address: z.string().max(2_000) }),
  requestCode: z.strictObject({ phone: typedPhone, name: name.optional() }),
  verifyCode: z.strictObject({ phone: typedPhone, code: typedCode }),
  signOut: z.strictObject({ eraseHistory: z.boolean() }),
  /**
   * Shows its first unread message, or its newest; `at`: around this message; `end`: its newest, whatever is unread;
   * `leftAt`: around this message, where it is stored and would not be shown anyway. What is shown comes as events.
   */
  openDialog: z.strictObject({
    dialogId,
    at: messageKey.optional(),
    end: z.boolean().optional(),
    leftAt: messageKey.optional(),
  }),
  closeDialog: z.strictObject({}),
  /** Extends the window by a page; refused where nothing could be fetched. */
  loadMessages: z.strictObject({ dialogId, direction: z.enum(['older', 'newer']) }),
  /** Lets go of what lies outside of the two; others' messages after `seen` go on being counted as new. */
  trimMessages: z.strictObject({
    dialogId,
    first: messageKey,
    last: messageKey,
    seen: messageKey.optional(),
  }),
  /**
   * `mentioned`: whom the person chose, where several have one name, in the order of the text. `fileIds`: of `attachFile`,
   * each whole by now. `replyTo`: the message that it answers. `pressedAt`: when its key was pressed.
   */
  sendMessage: z.strictObject({
    dialogId,
    text,
    mentioned,
    fileIds: z.array(id).max(maximumFiles).optional(),
    replyTo: messageKey.optional(),
    pressedAt: pageTime.optional(),
  }),
  /** A file that may be sent. What it holds follows in pieces of `attachedPieceBytes`, in their order. */
  attachFile: z.strictObject({
    name: z.string().max(maximumTypedName),
    mimeType: z.string().max(200),
    bytes: z.number().int().nonnegative(),
    width: side.optional(),
    height: side.optional(),
  }),
  attachPiece: z.strictObject({
    fileId: id,
    offset: z.number().int().nonnegative(),
    data: z.instanceof(Uint8Array).refine((data) => data.byteLength <= attachedPieceBytes),
  }),
  /** It is not to be sent after all. */
  detachFile: z.strictObject({ fileId: id }),
  /** Asks where, and writes it there. */
  saveFile: z.strictObject({ fileId: id, name: z.string().max(maximumTypedName) }),
  /** Shows where it was saved, once it is. */
  showFile: z.strictObject({ fileId: id, name: z.string().max(maximumTypedName) }),
  /** Puts a picture on the clipboard. */
  copyImage: z.strictObject({ fileId: id }),
  /** Into each of these chats, after the comment, which may be blank. */
  forwardMessage: z.strictObject({
    key: messageKey,
    dialogIds: z.array(dialogId).min(1).max(maximumTargets),
    comment: text,
  }),
  retryMessage: z.strictObject({ key: messageKey }),
  editMessage: z.strictObject({ key: messageKey, text, mentioned }),
  /** For everybody; one that was not sent is only forgotten. */
  removeMessage: z.strictObject({ key: messageKey }),
  saveDraft: z.strictObject({ dialogId, text }),
  /** What the draft answers; null: nothing. */
  setReply: z.strictObject({ dialogId, key: messageKey.nullable() }),
  setTyping: z.strictObject({ dialogId, typing: z.boolean() }),
  markRead: z.strictObject({ dialogId, key: messageKey }),
  /** The messages in sight, oldest first; none while the window is hidden. */
  setInView: z.strictObject({ dialogId, keys: z.array(messageKey).max(maximumKeys) }),
  /** The server hears of it after `undoMarkAllReadMs` (views.ts); until then it can be taken back. */
  markAllRead: z.strictObject({}),
  undoMarkAllRead: z.strictObject({}),
  setReaction: z.strictObject({ key: messageKey, emoji }),
  removeReaction: z.strictObject({ key: messageKey, emoji }),
  listReactions: z.strictObject({ key: messageKey }),
  /** `before`: the last hit of the page before this one. */
  /** `filesOnly`: of messages with files, all of them where nothing is asked for. */
  searchMessages: z.strictObject({
    query,
    filesOnly: z.boolean().optional(),
    dialogId: dialogId.optional(),
    before: messageKey.optional(),
  }),
  searchPeople: z.strictObject({ query }),
  createDialog: z.strictObject({
    name: name.optional(),
    memberIds: z.array(userId).min(1).max(maximumMembers),
  }),
  getDialogDetails: z.strictObject({ dialogId }),
  /** Of the latest messages, where no range is told. */
  getFingerprint: z.strictObject({
    dialogId,
    range: z
      .strictObject({
        from: whole.optional(),
        to: whole.optional(),
        last: whole.optional(),
        first: whole.optional(),
      })
      .optional(),
  }),
  addMembers: z.strictObject({ dialogId, userIds: z.array(userId).min(1).max(maximumMembers) }),
  removeMember: z.strictObject({ dialogId, userId }),
  setMemberRole: z.strictObject({ dialogId, userId, role: z.enum(['admin', 'member']) }),
  /** Groups only. */
  renameDialog: z.strictObject({ dialogId, name }),
  leaveDialog: z.strictObject({ dialogId }),
  deleteDialog: z.strictObject({ dialogId }),
  setPinned: z.strictObject({ dialogId, pinned: z.boolean() }),
  setMuted: z.strictObject({ dialogId, muted: z.boolean() }),
  setMarkedUnread: z.strictObject({ dialogId, unread: z.boolean() }),
  updateName: z.strictObject({ name }),
  /** One code to the own number and one to the new one; both change it. */
  requestPhoneCodes: z.strictObject({ phone: typedPhone }),
  changePhone: z.strictObject({ phone: typedPhone, oldCode: typedCode, newCode: typedCode }),
  getDevices: z.strictObject({}),
  endDevice: z.strictObject({ sessionId: id }),
  getStorage: z.strictObject({}),
  clearStorage: z.strictObject({}),
  updateSettings: settingsSchema.partial(),
  openLink: z.strictObject({ url: z.string().max(4_000) }),
  retryConnection: z.strictObject({}),
  /** Without an address, the server that is used, and the sign-in there; what is found comes as events. */
  examineServer: z.strictObject({ address: z.string().max(2_000).optional() }),
  endExamination: z.strictObject({}),
  getDiagnostics: z.strictObject({}),
  exportDiagnostics: z.strictObject({}),
  openReport: z.strictObject({}),
  /** The answer to the screen `closing`: quit, or stay in the tray. */
  finishClosing: z.strictObject({ quit: z.boolean() }),
  /** Starts the program once more with another profile, which may be new. */
  openProfile: z.strictObject({ name: profileNameSchema }),
  /** These messages are on screen since a frame of that time; it ends their traces. */
  tracePainted: z.strictObject({ keys: z.array(messageKey).max(maximumKeys), at: pageTime }),
  /** The way of a message through this app. */
  getTrace: z.strictObject({ key: messageKey }),
  /** Asks the server who has the message. */
  getStatuses: z.strictObject({ key: messageKey }),
  checkForUpdates: z.strictObject({}),
  downloadUpdate: z.strictObject({}),
  /** Restarts; `evenUnsent`: also while there is text that was not sent. */
  installUpdate: z.strictObject({ evenUnsent: z.boolean() }),
} satisfies Record<CommandName, z.ZodType>;

export interface CommandResults {
  getSnapshot: Snapshot;
  checkServer: { address: string };
  changeServer: { address: string };
  /** `invitedOnly`: no code comes to a new phone that nobody invited. */
  requestCode: { invitedOnly: boolean };
  verifyCode: null;
  signOut: null;
  openDialog: null;
  closeDialog: null;
  loadMessages: null;
  trimMessages: null;
  sendMessage: { key: string };
  attachFile: { fileId: string };
  attachPiece: null;
  detachFile: null;
  /** false: the person thought better of it. */
  saveFile: { saved: boolean };
  showFile: { saved: boolean };
  copyImage: null;
  forwardMessage: null;
  retryMessage: null;
  editMessage: null;
  removeMessage: null;
  saveDraft: null;
  setReply: null;
  setTyping: null;
  markRead: null;
  setInView: null;
  markAllRead: null;
  undoMarkAllRead: null;
  setReaction: null;
  removeReaction: null;
  listReactions: { userId: string; emoji: string }[];
  searchMessages: SearchAnswer;
  searchPeople: User[];
  createDialog: { dialogId: string };
  getDialogDetails: DialogDetailsView;
  getFingerprint: Fingerprint;
  addMembers: null;
  removeMember: null;
  setMemberRole: null;
  renameDialog: null;
  leaveDialog: null;
  deleteDialog: null;
  setPinned: null;
  setMuted: null;
  setMarkedUnread: null;
  updateName: null;
  requestPhoneCodes: null;
  changePhone: null;
  getDevices: DeviceView[];
  endDevice: null;
  getStorage: StorageView;
  clearStorage: null;
  updateSettings: null;
  openLink: null;
  retryConnection: null;
  examineServer: null;
  endExamination: null;
  getDiagnostics: DiagnosticsView;
  /** The file written; null when the person thought better of it. */
  exportDiagnostics: { file: string | null };
  /** null as above. */
  openReport: { report: Report | null };
  finishClosing: null;
  openProfile: null;
  tracePainted: null;
  /** null: it began its way before this start, or came with its history. */
  getTrace: MessageTrace | null;
  /** null: the server does not have it. */
  getStatuses: MessageStatuses | null;
  checkForUpdates: null;
  downloadUpdate: null;
  /** false: there is unsent text, and nothing was done. */
  installUpdate: { restarting: boolean };
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
  /** The open dialog's window (see `foldWindow`): opened, or begun anew elsewhere; null: no dialog is open. */
  | { type: 'window'; window: DialogWindow | null }
  /** Extended by a page, or trimmed. */
  | {
      type: 'windowMoved';
      dialogId: string;
      added: MessageView[];
      removed: string[];
      hasOlder: boolean;
      hasNewer: boolean;
      newBeyond: number;
    }
  /** Its messages as they are now; `newBeyond`: others' messages that came and lie above it. */
  | { type: 'messages'; dialogId: string; upserted: MessageView[]; removed: string[]; newBeyond?: number }
  | { type: 'marks'; dialogId: string; marks: Mark[] }
  | { type: 'transfers'; transfers: Transfers }
  | { type: 'typing'; dialogId: string; userIds: string[] }
  | { type: 'presence'; presence: PresenceView }
  | { type: 'users'; users: User[] }
  /** As far as it has got; null: it was ended. */
  | { type: 'examination'; examination: ExaminationView | null }
  | { type: 'settings'; settings: Settings }
  | { type: 'update'; update: UpdateView }
  /**
   * After a reconnect: how many messages of others arrived while away, and the first of them in the open dialog; how many
   * had been missed and are here now, and how many are not (S22.1).
   */
  | {
      type: 'caughtUp';
      received: number;
      repaired: number;
      lost: number;
      firstMissedKey: string | null;
    }
  /** Asks the page to open a dialog, as after clicking a notification; at the message, where one is named. */
  | { type: 'showDialog'; dialogId: string; key: string | null }
  /** Asks the page for the sound of a new message, where the system makes none. */
  | { type: 'notificationSound' }
  /** The system shows no notifications; said once, until they work again. */
  | { type: 'notificationsFailed' }
  /** A chat is gone that was open or had a draft, and not by this person's own hand here. */
  | { type: 'dialogLost'; title: string; reason: 'removed' | 'deleted' | 'unknown'; draft: string }
  /** The server takes no such change; the text that was typed is given back. */
  | { type: 'editRefused'; dialogId: string; key: string; text: string; code: ErrorCode }
  /** A failure of something that was asked for outside of the page. */
  | { type: 'notice'; code: ErrorCode }
  /** Asks the page for one of its screens, as from the native menu; `closing` asks what closing the window means. */
  | {
      type: 'showScreen';
      screen:
        | 'settings'
        | 'help'
        | 'diagnostics'
        | 'newChat'
        | 'search'
        | 'switcher'
        | 'newProfile'
        | 'closing';
    }
  /** Asks the page for what has a key there, as from the native menu. */
  | {
      type: 'runAction';
      action:
        | 'find'
        | 'nextChat'
        | 'previousChat'
        | 'nextUnread'
        | 'previousUnread'
        | 'markAllRead'
        | 'closeChat';
    };

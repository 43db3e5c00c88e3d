import type { ChatBackend } from '../port.ts';
import { requireMember } from './access.ts';
import type { OwnContext } from './context.ts';
import { createDialog, removeDialog, renameDialog } from './dialogs.ts';
import { editMessage, removeMessage } from './edits.ts';
import { markMessage, moveMark } from './marks.ts';
import { addMember, changeRole, removeMember } from './members.ts';
import { postMessage } from './messages.ts';
import { giveGroup, passOnGroups } from './ownership.ts';
import { react, reactionsOf, unreact } from './reactions.ts';
import {
  readChanges,
  readDetails,
  readDialog,
  readDialogs,
  readHistory,
  readMembers,
  readMessage,
} from './reading.ts';
import { audienceOf } from './store/audience.ts';
import { memberIds, peersOf } from './store/members.ts';

/** In larger dialogs nobody is told who is there: members × members would be told whenever all reconnect (P7.27). */
const LARGEST_WATCHED = 100;

/** Dialogs and messages in the database of this server. */
export function ownBackend(context: OwnContext): ChatBackend {
  const { db } = context;
  return {
    features: ['idempotency', 'seq', 'changes', 'watermarks', 'roles', 'rename', 'edit', 'mentions', 'files'],
    limits: context.limits,
    ready: async () => {},

    dialogs: (...call) => readDialogs(context, ...call),
    dialog: (...call) => readDialog(context, ...call),
    createDialog: (...call) => createDialog(context, ...call),
    renameDialog: (...call) => renameDialog(context, ...call),
    removeDialog: (...call) => removeDialog(context, ...call),

    members: (...call) => readMembers(context, ...call),
    addMember: (...call) => addMember(context, ...call),
    removeMember: (...call) => removeMember(context, ...call),
    changeRole: (...call) => changeRole(context, ...call),

    passOnGroups: (...call) => passOnGroups(context, ...call),
    giveGroup: (...call) => giveGroup(context, ...call),

    history: (...call) => readHistory(context, ...call),
    changes: (...call) => readChanges(context, ...call),
    message: (...call) => readMessage(context, ...call),
    post: (...call) => postMessage(context, ...call),
    edit: (...call) => editMessage(context, ...call),
    remove: (...call) => removeMessage(context, ...call),
    moveMark: (...call) => moveMark(context, ...call),
    markMessage: (...call) => markMessage(context, ...call),
    reactions: (...call) => reactionsOf(context, ...call),
    react: (...call) => react(context, ...call),
    unreact: (...call) => unreact(context, ...call),

    requireMember: async (userId, dialogId) => {
      await requireMember(db, dialogId, userId);
    },
    fellowMembers: async (userId, dialogId) => {
      const members = await memberIds(db, dialogId);
      return members.includes(userId) ? members : [];
    },
    audience: (place) => audienceOf(db, place),
    peers: (userId) => peersOf(db, userId),
    watchers: (userId) => peersOf(db, userId, { mostMembers: LARGEST_WATCHED }),
    messageDetails: (messageId) => readDetails(context, messageId),
  };
}

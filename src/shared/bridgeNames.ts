/**
 * The names the preload exposes. Apart from the schemas in bridge.ts, so that the sandboxed preload stays free of zod.
 */
export const commandNames = [
  'getSnapshot',
  'checkServer',
  'changeServer',
  'requestCode',
  'verifyCode',
  'signOut',
  'openDialog',
  'closeDialog',
  'loadMessages',
  'sendMessage',
  'retryMessage',
  'discardMessage',
  'saveDraft',
  'setTyping',
  'markRead',
  'markAllRead',
  'setReaction',
  'removeReaction',
  'listReactions',
  'searchMessages',
  'searchPeople',
  'createDialog',
  'getDialogDetails',
  'addMembers',
  'removeMember',
  'setMemberRole',
  'leaveDialog',
  'deleteDialog',
  'setPinned',
  'setMuted',
  'updateName',
  'getDevices',
  'endDevice',
  'getStorage',
  'clearStorage',
  'updateSettings',
  'openLink',
  'retryConnection',
  'getDiagnostics',
  'exportDiagnostics',
  'finishClosing',
  'openProfile',
  'tracePainted',
] as const;

export type CommandName = (typeof commandNames)[number];

export const commandChannel = 'chat3:command';
export const eventChannel = 'chat3:events';

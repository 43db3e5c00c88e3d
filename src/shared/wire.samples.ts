/** Valid answers and events for the tests of the wire; every test that changes one takes a copy. */
export const databaseId = '65a1b2c3d4e5f6a7b8c9d0e1';
export const dialogDatabaseId = '65a1b2c3d4e5f6a7b8c9d0ff';
export const dialogId = 'dlg_a1b2c3d4e5f6g7h8i9j0';
export const messageId = 'msg_z9y8x7w6v5u4t3s2r1q0';
export const isoTime = '2025-11-06T09:08:02.731Z';
export const time = Date.UTC(2025, 10, 6, 9, 8, 2, 731);

export const message = {
  _id: databaseId,
  messageId,
  tenantId: 'tnt_default',
  dialogId,
  senderId: 'usr_abcd1234',
  content: 'Привет 👋',
  type: 'text',
  seq: 7,
  rev: 9,
  reactionCounts: { '👍': 2 },
  createdAt: isoTime,
  updatedAt: isoTime,
  meta: { clientMessageId: '01JBZZZZZZZZZZZZZZZZZZZZZZ', mentions: ['usr_abcd1235'] },
  statuses: [{ userId: 'usr_abcd1235', status: 'read', createdAt: isoTime }],
};

export const pagination = { page: 1, limit: 50, total: 120, pages: 3 };
export const messagePage = { success: true, data: [message], pagination, headSeq: 7, headRev: 9 };
export const messageAnswer = { success: true, message };

export const dialogItem = {
  dialogId,
  dialogName: 'Общий',
  kind: 'group',
  unreadCount: 3,
  headSeq: 7,
  headRev: 9,
  lastSeenAt: isoTime,
  lastMessageAt: isoTime,
  isActive: true,
  joinedAt: '2025-01-01T00:00:00.000Z',
  lastInteractionAt: isoTime,
  lastMessage: { content: 'Привет', senderId: 'usr_abcd1234', type: 'text', createdAt: isoTime },
};

export const dialogPage = { success: true, data: [dialogItem], pagination };

export const member = {
  userId: 'usr_abcd1234',
  role: 'owner',
  isActive: true,
  unreadCount: 1,
  deliveredSeq: 7,
  readSeq: 6,
  meta: {},
};

export const dialogDetails = {
  success: true,
  dialog: {
    _id: dialogDatabaseId,
    id: dialogDatabaseId,
    dialogId,
    name: 'Общий',
    kind: 'group',
    createdBy: 'usr_abcd1234',
    createdAt: isoTime,
    meta: {},
    members: [member],
  },
};

export const user = { userId: 'usr_abcd1234', name: 'Александр Петров', phone: '79111111111' };
export const sessions = {
  success: true,
  data: [
    {
      sessionId: 'ses_1',
      device: 'Chat3 Desktop',
      createdAt: '2025-11-06T09:00:00.000Z',
      lastUsedAt: '2025-11-06T10:00:00.000Z',
      current: true,
    },
  ],
};

export const users = { success: true, data: [{ ...user, createdAt: isoTime, lastActiveAt: null }], total: 1 };
export const signIn = { success: true, token: 'a.b.c', refreshToken: 'ses_1.secret', user };
export const hello = { features: ['idempotency', 'seq', 'teleport'], serverTime: isoTime };
export const mark = { dialogId, userId: 'usr_abcd1234', deliveredSeq: 7, readSeq: 6 };
export const changes = { success: true, messages: [message], marks: [mark], headSeq: 7, headRev: 9 };
export const typing = { userId: 'usr_abcd1234', userName: 'Александр', dialogId };
export const snapshot = { userIds: ['usr_abcd1234', 'usr_abcd1235'] };
export const messageStatus = { messageId, userId: 'usr_abcd1235', status: 'read', dialogId };
export const reactions = {
  success: true,
  reactions: {
    reactions: [{ messageId, userId: 'usr_abcd1235', reaction: '👍', createdAt: isoTime }],
    counts: { '👍': 1 },
  },
};
export const reactionEvent = {
  messageId,
  dialogId,
  reaction: '👍',
  action: 'add',
  oldReaction: null,
  userId: 'usr_abcd1235',
  reactionCounts: { '👍': 1 },
  rev: 10,
};

const { messageId: _messageId, statuses: _statuses, ...brokerMessage } = message;

/** Envelope A, whose message has neither its id nor its statuses, and names its dialog by the database id. */
export const updateA = {
  _id: '65a1b2c3d4e5f6a7b8c9d0aa',
  tenantId: 'tnt_default',
  userId: 'usr_abcd1235',
  dialogId: dialogDatabaseId,
  entityId: databaseId,
  eventId: 'evt_1',
  eventType: 'message.create',
  data: { ...brokerMessage, dialogId: dialogDatabaseId },
  createdAt: '1762419282731.615234',
};

export const updateB = {
  tenantId: 'tnt_default',
  userId: 'usr_abcd1235',
  dialogId,
  entityId: messageId,
  eventId: 'evt_2',
  eventType: 'message.status.update',
  createdAt: isoTime,
  data: {
    dialog: { dialogId, name: 'Общий' },
    message: { messageId, statusUpdate: { userId: 'usr_abcd1234', status: 'read', oldStatus: 'delivered' } },
    context: { version: '2.0' },
  },
};

export const typingUpdate = {
  tenantId: 'tnt_default',
  userId: 'usr_abcd1235',
  dialogId,
  entityId: dialogId,
  eventId: 'evt_4',
  eventType: 'dialog.typing',
  createdAt: '1762419282731.615234',
  data: {
    typing: {
      userId: 'usr_abcd1234',
      expiresInMs: 5_000,
      userInfo: { userId: 'usr_abcd1234', name: 'Александр' },
    },
    context: { version: '2.0', dialogId },
  },
};

export const reactionUpdate = {
  ...updateB,
  eventType: 'message.reaction.remove',
  data: {
    message: {
      messageId,
      reactionUpdate: { userId: 'usr_abcd1234', reaction: null, oldReaction: '👍' },
    },
    context: { version: '2.0', dialogId },
  },
};

export const updateC = {
  tenantId: 'tnt_default',
  userId: 'usr_abcd1235',
  entityId: messageId,
  eventId: 'evt_3',
  sourceEventType: 'message.create',
  updateType: 'update.message',
  data: { dialog: { dialogId, _id: dialogDatabaseId }, message, context: { version: '3.0' } },
};

import { describe, expect, it } from 'vitest';
import {
  changes,
  dialogDatabaseId,
  dialogDetails,
  dialogId,
  dialogItem,
  dialogPage,
  isoTime,
  mark,
  member,
  message,
  messageId,
  pagination,
  reactions,
  signIn,
  time,
  user,
  users,
} from './wire.samples.ts';
import {
  parseChanges,
  parseDialogAnswer,
  parseDialogDetails,
  parseDialogPage,
  parseMembers,
  parsePayload,
  parseReactions,
  parseRefresh,
  parseSessions,
  parseSignIn,
  parseUser,
  parseUserPage,
  WireError,
} from './wire.ts';

describe('the payload of a success (P2.2)', () => {
  it.each([
    [{ data: 1, dialog: 2, message: {}, user: 4, reactions: 5 }, 1],
    [{ data: null, dialog: 2, message: {} }, 2],
    [{ message: { a: 1 }, user: 4 }, { a: 1 }],
    [{ message: 'Done', user: 4, reactions: 5 }, 4],
    [{ message: ['x'], reactions: 5 }, 5],
    [{ success: true, message: 'Done' }, undefined],
  ])('of %j', (body, expected) => {
    expect(parsePayload(body)).toEqual(expected);
  });

  it('is none of a failure', () => {
    expect(() => parsePayload({ success: false, error: 'x', data: {} })).toThrow(WireError);
    for (const body of [null, undefined, '<html>', [], 5])
      expect(() => parsePayload(body)).toThrow(WireError);
  });
});

const dialog = (changed: Record<string, unknown>) =>
  parseDialogAnswer({ success: true, data: { ...dialogItem, ...changed } });

describe('a dialog', () => {
  it('tells the other person and the own watermarks where the server does', () => {
    const [dialog] = parseDialogPage({
      data: [{ dialogId: 'dlg_1', peerId: 'usr_b', deliveredSeq: 7, readSeq: '5' }],
    }).dialogs;
    expect(dialog).toMatchObject({ peerId: 'usr_b', ownMark: { deliveredSeq: 7, readSeq: 5 } });
  });
  it('is read from the list (P3.4)', () => {
    expect(parseDialogPage(dialogPage)).toEqual({
      dialogs: [
        {
          dialogId,
          databaseId: null,
          name: 'Общий',
          kind: 'group',
          unreadCount: 3,
          lastActivityAt: time,
          lastMessage: { content: 'Привет', senderId: 'usr_abcd1234', type: 'text', createdAt: time },
          headSeq: 7,
          headRev: 9,
          memberIds: null,
          peerId: null,
          ownMark: null,
        },
      ],
      dropped: 0,
      pagination,
    });
  });

  it('needs a dlg_ id, which may stand in several places', () => {
    expect(dialog({ dialogId: { _id: dialogDatabaseId, id: dialogId } })).toMatchObject({
      dialogId,
      databaseId: dialogDatabaseId,
    });
    expect(dialog({ dialogId: undefined, id: dialogId, _id: dialogDatabaseId })).toMatchObject({
      dialogId,
      databaseId: dialogDatabaseId,
    });
    expect(() => dialog({ dialogId: dialogDatabaseId })).toThrow(WireError);
    expect(parseDialogPage({ data: [dialogItem, {}, null, { ...dialogItem, dialogId: '' }] })).toMatchObject({
      dialogs: [{ dialogId }],
      dropped: 3,
    });
  });

  it('has the kinds of the contract, or an unknown one', () => {
    expect(dialog({ kind: 'direct' }).kind).toBe('direct');
    expect(dialog({ kind: 'channel' }).kind).toBeNull();
    expect(dialog({ kind: undefined }).kind).toBeNull();
  });

  it.each([
    ['7', 7],
    [-3, 0],
    ['-3', 0],
    [2.9, 2],
    [Number.NaN, 0],
    [undefined, 0],
    ['many', 0],
    [1e300, Number.MAX_SAFE_INTEGER],
  ])('with unreadCount %j has %j unread', (wire, expected) => {
    expect(dialog({ unreadCount: wire }).unreadCount).toBe(expected);
  });

  it.each([[null], [undefined], [{}], ['text'], [[]], [{ createdAt: isoTime }], [{ content: null }]])(
    'with lastMessage %j has none',
    (lastMessage) => {
      expect(dialog({ lastMessage }).lastMessage).toBeNull();
    },
  );

  it('gives its last message the time it last heard of one, where that has none itself', () => {
    expect(dialog({ lastMessage: { content: 'x' } }).lastMessage).toEqual({
      content: 'x',
      senderId: '',
      type: 'text',
      createdAt: time,
    });
  });

  it.each(['lastInteractionAt', 'lastMessageAt', 'joinedAt', 'createdAt'])(
    'was last active at %s',
    (field) => {
      const bare = { dialogId, lastMessageAt: 'never', lastMessage: null, joinedAt: 5 };
      expect(parseDialogAnswer({ data: { ...bare, [field]: `${time}.5` } }).lastActivityAt).toBe(time);
    },
  );

  it('was last active at its last message', () => {
    const lastMessage = { content: 'x', createdAt: isoTime };
    expect(parseDialogAnswer({ data: { dialogId, joinedAt: 5, lastMessage } }).lastActivityAt).toBe(time);
    expect(parseDialogAnswer({ data: { dialogId } }).lastActivityAt).toBe(0);
  });

  it('may tell its members, by id or whole', () => {
    expect(dialog({ memberIds: ['usr_1', '', null, 'usr_1', 'usr_2'] }).memberIds).toEqual([
      'usr_1',
      'usr_2',
    ]);
    expect(dialog({ members: [member, {}, member] }).memberIds).toEqual([member.userId]);
  });

  it('has details with members (P3.5)', () => {
    expect(parseDialogDetails(dialogDetails)).toEqual({
      dialogId,
      databaseId: dialogDatabaseId,
      name: 'Общий',
      kind: 'group',
      members: [{ userId: member.userId, role: 'owner', deliveredSeq: 7, readSeq: 6, unreadCount: 1 }],
    });
    expect(() => parseDialogDetails({ dialog: { _id: dialogDatabaseId, name: 'x' } })).toThrow(WireError);
  });

  it('has members of servers old and new (P3.6)', () => {
    const old = { userId: 'usr_2', unreadCount: '4', meta: {}, role: 'emperor' };
    expect(parseMembers({ success: true, data: [member, old, {}, null] })).toEqual([
      { userId: member.userId, role: 'owner', deliveredSeq: 7, readSeq: 6, unreadCount: 1 },
      { userId: 'usr_2', role: null, deliveredSeq: null, readSeq: null, unreadCount: 4 },
    ]);
  });
});

describe('a user', () => {
  it('is read from user or data', () => {
    expect(parseUser({ success: true, user })).toEqual(user);
    expect(parseUser({ success: true, data: { ...user, lastActiveAt: isoTime } })).toEqual(user);
    expect(parseUserPage(users).users).toEqual([user]);
    expect(parseUserPage({ data: [{}, user, null] }).users).toEqual([user]);
  });

  it.each([
    [79111111111, '79111111111'],
    ['+7 (911) 111-11-11', '79111111111'],
    ['7911', null],
    [undefined, null],
    [{}, null],
  ])('with the phone %j has %j', (wire, expected) => {
    expect(parseUser({ user: { ...user, phone: wire } }).phone).toBe(expected);
  });

  it('needs an id of its own', () => {
    expect(parseUser({ user: { id: 'usr_1', name: 'A' } }).userId).toBe('usr_1');
    expect(() => parseUser({ user: { id: dialogDatabaseId, name: 'A' } })).toThrow(WireError);
  });
});

describe('a sign-in', () => {
  it('is read bare or from data', () => {
    const expected = { token: 'a.b.c', refreshToken: 'ses_1.secret', user };
    expect(parseSignIn(signIn)).toEqual(expected);
    expect(
      parseSignIn({ success: true, data: { token: 'a.b.c', refreshToken: 'ses_1.secret', user } }),
    ).toEqual(expected);
    expect(parseSignIn({ success: true, token: 'a.b.c', user }).refreshToken).toBeNull();
  });

  it('needs a token and a user', () => {
    expect(() => parseSignIn({ success: true, user })).toThrow(WireError);
    expect(() => parseSignIn({ success: true, token: 'a.b.c' })).toThrow(WireError);
    expect(() => parseSignIn({ ...signIn, success: false })).toThrow(WireError);
  });

  it('is refreshed without the user', () => {
    expect(parseRefresh({ success: true, token: 'd.e.f', refreshToken: 'r' })).toEqual({
      token: 'd.e.f',
      refreshToken: 'r',
    });
    expect(() => parseRefresh({ success: true, refreshToken: 'r' })).toThrow(WireError);
  });
});

describe('changes', () => {
  it('are read bare or from data', () => {
    const expected = { reset: false, messages: [{ messageId }], marks: [mark], headSeq: 7, headRev: 9 };
    expect(parseChanges(changes)).toMatchObject(expected);
    expect(parseChanges({ success: true, data: changes })).toMatchObject(expected);
    expect(parseChanges({ success: true, reset: true })).toEqual({ reset: true });
  });

  it('take the dialog that was asked about for marks that do not name it', () => {
    const { dialogId: _, ...bare } = mark;
    const body = { ...changes, marks: [bare, {}, null] };
    expect(parseChanges(body, dialogId)).toMatchObject({ marks: [mark] });
    expect(parseChanges(body)).toMatchObject({ marks: [] });
  });

  it('need their heads', () => {
    expect(() => parseChanges({ ...changes, headRev: -1 })).toThrow(WireError);
    expect(() => parseChanges({ ...changes, messages: null })).toThrow(WireError);
    expect(parseChanges({ ...changes, messages: [message, {}], marks: null })).toMatchObject({
      messages: [{ messageId }],
      marks: [],
    });
  });
});

it('reads who reacted, from either depth', () => {
  const expected = [{ userId: 'usr_abcd1235', reaction: '👍' }];
  expect(parseReactions(reactions)).toEqual(expected);
  expect(
    parseReactions({ data: [...reactions.reactions.reactions, {}, { userId: 'usr_1', reaction: '' }] }),
  ).toEqual(expected);
  expect(() => parseReactions({ success: true, reactions: {} })).toThrow(WireError);
});

describe('names', () => {
  const torn = '\u202EАнна\nПетрова\u2066';

  it('of people, dialogs and devices are on one line and turn nothing around', () => {
    const user = parseUser({ success: true, data: { userId: 'usr_1', name: torn } });
    expect(user.name).toBe('Анна Петрова');
    const [session] = parseSessions({ data: [{ sessionId: 's', device: torn }] });
    expect(session?.device).toBe('Анна Петрова');
    for (const field of ['name', 'dialogName']) {
      const body = { success: true, data: { dialogId: 'dlg_1', [field]: torn } };
      expect(parseDialogAnswer(body).name).toBe('Анна Петрова');
      expect(parseDialogDetails({ ...body, data: { ...body.data, members: [] } }).name).toBe('Анна Петрова');
    }
  });
});

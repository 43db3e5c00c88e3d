/** What the newest of the old servers say in ways of their own (P8.5, P8.6, P8.7). */
import { describe, expect, it } from 'vitest';
import * as samples from './wire.samples.ts';
import {
  isEnvelope,
  parseDialogDetails,
  parseDialogPage,
  parseMessage,
  parseMessageIds,
  parseReactor,
  parseTypingUpdate,
  parseUserPage,
  WireError,
} from './wire.ts';

const { dialogId, messageId } = samples;
const message = {
  messageId,
  dialogId,
  senderId: 'usr_1',
  content: 'Привет',
  createdAt: '1762419282731.615234',
};

describe('a message', () => {
  it.each([
    [
      { read: 2, delivered: 0, unread: 1 },
      { read: 2, delivered: 0, unread: 1 },
    ],
    [{ read: '2' }, { read: 2, delivered: 0, unread: 0 }],
    [
      [
        { status: 'read', count: 2 },
        { status: 'seen', count: 9 },
      ],
      { read: 2, delivered: 0, unread: 0 },
    ],
    [{}, { read: 0, delivered: 0, unread: 0 }],
  ])('counts statuses as %j', (statusMatrix, counts) => {
    expect(parseMessage({ ...message, context: { statusMatrix } }).statusCounts).toEqual(counts);
  });

  it.each([
    undefined,
    null,
    'read',
    { statusMatrix: null },
    { statusMatrix: 3 },
    { statusMatrix: { read: 'some' } },
    { statusMatrix: { read: Number.POSITIVE_INFINITY } },
  ])('counts nothing as %j', (context) => {
    expect(parseMessage({ ...message, context })).not.toHaveProperty('statusCounts');
  });

  it.each([
    ['internal.text', {}, 'Привет', 'text'],
    ['Internal.Text', { url: 'https://x/y' }, 'Смотри', 'text'],
    ['internal.text', { url: { value: 'https://x/y.png' } }, ' ', 'file'],
    ['text', { url: 'https://x/y.png' }, '', 'file'],
    ['internal.image', { url: 'https://x/y.png' }, '', 'image'],
    ['internal.image', {}, '', 'internal.image'],
    ['internal.joined', {}, 'x', 'internal.joined'],
    ['system.created', { url: 'https://x' }, '', 'system.created'],
    ['', {}, 'Привет', 'text'],
    [undefined, {}, 'Привет', 'text'],
  ])('of type %j with meta %j and text %j is shown as %s', (type, meta, content, shown) => {
    expect(parseMessage({ ...message, type, meta, content }).type).toBe(shown);
    const item = { dialogId, lastMessage: { type, meta, content, senderId: 'usr_1' } };
    const [dialog] = parseDialogPage({ data: [item] }).dialogs;
    expect(dialog?.lastMessage?.type).toBe(shown);
  });
});

describe('a dialog', () => {
  const parse = (item: object) => parseDialogPage({ data: [{ dialogId, ...item }] }).dialogs[0];

  it.each([
    [{ name: 'Отдел' }],
    [{ meta: { name: 'Отдел' } }],
    [{ meta: { name: { value: 'Отдел' } } }],
    [{ dialogName: '', name: '', meta: { name: 'Отдел' } }],
  ])('is named by %j', (item) => {
    expect(parse(item)?.name).toBe('Отдел');
    expect(parseDialogDetails({ data: { dialogId, ...item } }).name).toBe('Отдел');
  });

  it.each([
    ['direct', 'direct'],
    ['Private', 'direct'],
    ['group', 'group'],
    ['public_group', 'group'],
    ['channel', 'group'],
    ['hologram', null],
    [undefined, null],
    [{}, null],
  ])('of chat type %j is of kind %j', (chatType, kind) => {
    expect(parse({ chatType })?.kind).toBe(kind);
    expect(parseDialogDetails({ data: { dialogId, chatType } }).kind).toBe(kind);
  });

  it('is of the kind it names itself, whatever its chat type', () => {
    expect(parse({ kind: 'group', chatType: 'direct' })?.kind).toBe('group');
  });
});

describe('typing', () => {
  const typing = { userId: 'usr_2', expiresInMs: 4_000, userInfo: { name: 'Мария' } };
  const told = { userId: 'usr_2', dialog: { dialogId, databaseId: null }, lastsMs: 4_000 };

  it.each([
    [{ ...samples.updateB, eventType: 'dialog.typing', userId: 'usr_me', data: { typing } }],
    [{ eventType: 'typing.update', data: { typing, dialog: { dialogId } } }],
    [{ eventType: 'typing.update', data: { typing, context: { dialogId } } }],
    [{ eventType: 'typing.update', userId: 'usr_me', dialogId, data: typing }],
    [{ dialogId, ...typing }],
    [{ dialogId, expiresInMs: '4000', userInfo: { userId: 'usr_2' } }],
  ])('is told by %j', (payload) => {
    expect(parseTypingUpdate(payload)).toEqual(told);
  });

  it('is never that of the reader, whom the envelope is for', () => {
    const envelope = { ...samples.updateB, userId: 'usr_me', data: { typing: { expiresInMs: 1 } } };
    expect(() => parseTypingUpdate(envelope)).toThrow(WireError);
  });

  it.each([[samples.updateA], [samples.updateB], [samples.updateC], [samples.message], [null], ['x']])(
    'is not what %j tells',
    (payload) => {
      expect(parseTypingUpdate(payload)).toBeNull();
    },
  );
});

it.each([
  [samples.updateA, true],
  [samples.updateB, true],
  [samples.updateC, true],
  [samples.message, false],
  [{ ...samples.message, data: 'x' }, false],
  [null, false],
])('an envelope is told from a message: %#', (payload, expected) => {
  expect(isEnvelope(payload)).toBe(expected);
});

it('an update names its message by every id in it, once', () => {
  expect(parseMessageIds(samples.updateB)).toEqual([messageId]);
  const update = {
    entityId: 'hex',
    data: { messageId: 'b', message: { messageId: 'a', _id: 'hex', id: 7 } },
  };
  expect(parseMessageIds(update)).toEqual(['a', 'hex', 'b']);
  expect(parseMessageIds(undefined)).toEqual([]);
});

it('an update of a reaction says whose it is, taken back or not', () => {
  expect(parseReactor(samples.reactionUpdate)).toBe('usr_abcd1234');
  expect(parseReactor({ data: { reactionUpdate: { userId: 'usr_1', reaction: '👍' } } })).toBe('usr_1');
  // Envelope A names its reader alone.
  expect(parseReactor({ userId: 'usr_me', data: { reaction: '👍' } })).toBeNull();
});

it('people come in pages, bots among them, who have no phone (P8.7)', () => {
  const bot = { userId: 'bot_1', name: 'Помощник', isBot: true, phone: null };
  const page = parseUserPage({ data: [bot, {}], pagination: { page: '1', limit: '20', total: 31 } });
  expect(page.users).toEqual([{ userId: 'bot_1', name: 'Помощник', phone: null }]);
  expect(page.pagination).toMatchObject({ page: 1, pages: 2 });
});

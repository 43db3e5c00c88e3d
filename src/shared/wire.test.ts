import { describe, expect, it } from 'vitest';
import {
  databaseId,
  dialogDatabaseId,
  dialogId,
  message,
  messageAnswer,
  messageId,
  messagePage,
  pagination,
  time,
} from './wire.samples.ts';
import { parseMessage, parseMessageAnswer, parseMessagePage, WireError } from './wire.ts';

const parsed = (changes: Record<string, unknown>) => parseMessage({ ...message, ...changes });

it('reads a whole message', () => {
  expect(parseMessage(message)).toEqual({
    messageId,
    aliases: [messageId, databaseId],
    dialog: { dialogId, databaseId: null },
    senderId: 'usr_abcd1234',
    content: 'Привет 👋',
    type: 'text',
    createdAt: time,
    meta: message.meta,
    clientMessageId: '01JBZZZZZZZZZZZZZZZZZZZZZZ',
    seq: 7,
    rev: 9,
    statuses: [{ userId: 'usr_abcd1235', status: 'read' }],
    reactionCounts: { '👍': 2 },
    ownReactions: null,
    updatedAt: time,
  });
});

it('takes ids of any length (P1.1)', () => {
  for (const id of ['msg_1', `msg_${'x'.repeat(64)}`, '42'])
    expect(parsed({ messageId: id, senderId: `usr_${id}` })).toMatchObject({
      messageId: id,
      senderId: `usr_${id}`,
    });
});

it('tells when it was changed, and that it was removed (P7.18)', () => {
  const later = '2025-11-06T09:00:00.500Z';
  expect(parsed({ updatedAt: later, editedAt: later })).toMatchObject({
    updatedAt: Date.parse(later),
    editedAt: Date.parse(later),
  });
  expect(parsed({ deletedAt: later, content: '' })).toMatchObject({ content: '', removed: true });
  for (const deletedAt of [null, undefined, '', 'never'])
    expect(parsed({ deletedAt, updatedAt: 'soon' })).not.toHaveProperty('removed');
});

it('says null for what a copy does not tell', () => {
  const { statuses: _, reactionCounts: _counts, meta: _meta, seq: _seq, rev: _rev, ...rest } = message;
  expect(parseMessage(rest)).toMatchObject({
    statuses: null,
    reactionCounts: null,
    meta: {},
    clientMessageId: null,
    seq: null,
    rev: null,
    // Only what is not numbered may share its time with others.
    tie: `${databaseId} ${messageId}`,
  });
});

describe('the dialogId of a message (P1.3)', () => {
  it.each([
    ['a dlg_ id', dialogId, { dialogId, databaseId: null }],
    ['24 hex digits', dialogDatabaseId, { dialogId: null, databaseId: dialogDatabaseId }],
    [
      'an object with both',
      { _id: dialogDatabaseId, id: dialogId },
      { dialogId, databaseId: dialogDatabaseId },
    ],
    [
      'an object with hex in both places',
      { _id: dialogDatabaseId, id: dialogDatabaseId, name: 'Общий' },
      { dialogId: null, databaseId: dialogDatabaseId },
    ],
    ['an object with its own dialogId', { dialogId, name: 'Общий' }, { dialogId, databaseId: null }],
    ['an id of another length', 'dlg_1', { dialogId: 'dlg_1', databaseId: null }],
    ['null', null, { dialogId: null, databaseId: null }],
    ['a list', [dialogId], { dialogId: null, databaseId: null }],
  ])('may be %s', (_kind, wire, expected) => {
    expect(parsed({ dialogId: wire }).dialog).toEqual(expected);
  });
});

describe('the names of a message (P1.2)', () => {
  const names = (ids: Record<string, unknown>) => {
    const { _id, messageId: _messageId, ...rest } = message;
    const { messageId: own, aliases } = parseMessage({ ...rest, ...ids });
    return { own, aliases };
  };

  it.each([
    [
      { messageId, _id: databaseId },
      { own: messageId, aliases: [messageId, databaseId] },
    ],
    [
      { messageId, _id: databaseId, id: databaseId },
      { own: messageId, aliases: [messageId, databaseId] },
    ],
    [
      { id: messageId, _id: databaseId },
      { own: messageId, aliases: [messageId, databaseId] },
    ],
    [{ _id: messageId }, { own: messageId, aliases: [messageId] }],
    [{ _id: databaseId }, { own: null, aliases: [databaseId] }],
    [{ id: databaseId }, { own: null, aliases: [databaseId] }],
    [{ messageId: 'msg_1' }, { own: 'msg_1', aliases: ['msg_1'] }],
  ])('%j', (ids, expected) => {
    expect(names(ids)).toEqual(expected);
  });

  it.each([undefined, null, '', '  ', 'undefined', 'null', '[object Object]', Number.NaN, 0, {}, '\ud800'])(
    'are never %j',
    (missing) => {
      expect(names({ messageId: missing, _id: missing, id: missing })).toEqual({ own: null, aliases: [] });
    },
  );

  it('make rows of history that have none unusable, as they could not be told apart', () => {
    const { _id, messageId: _messageId, ...nameless } = message;
    const page = parseMessagePage({ data: [nameless, message, nameless] });
    expect(page.messages.map((row) => row.messageId)).toEqual([messageId]);
    expect(page.dropped).toBe(2);
    expect(() => parseMessageAnswer({ data: nameless })).toThrow(WireError);
  });
});

describe('meta', () => {
  it('may hold a value as v or as {value: v} (P1.5)', () => {
    const { meta, clientMessageId } = parsed({
      meta: { clientMessageId: { value: '01J' }, replyTo: 'msg_1', mentions: { value: ['usr_1'] } },
    });
    expect(meta).toEqual({ clientMessageId: '01J', replyTo: 'msg_1', mentions: ['usr_1'] });
    expect(clientMessageId).toBe('01J');
  });

  it('keeps an object that merely has a value', () => {
    expect(parsed({ meta: { price: { value: 1, unit: '₽' } } }).meta).toEqual({
      price: { value: 1, unit: '₽' },
    });
  });

  it.each([null, 'text', 3, ['a'], undefined])('is empty when it is %j', (wire) => {
    expect(parsed({ meta: wire })).toMatchObject({ meta: {}, clientMessageId: null });
  });

  it.each(['', ' ', 5, null, {}, 'undefined'])('gives no clientMessageId out of %j', (wire) => {
    expect(parsed({ meta: { clientMessageId: wire } }).clientMessageId).toBeNull();
  });

  it('cannot change how objects behave', () => {
    const hostile = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1,"deep":{"__proto__":{"polluted":1},"toString":1,"list":[{"valueOf":2}]}}',
    );
    const { meta } = parsed({ meta: hostile });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(meta).toEqual({ deep: { list: [{}] } });
    expect(Object.getPrototypeOf(meta)).toBe(Object.prototype);
    expect(() => String(Object.values(meta)[0])).not.toThrow();
  });

  it('is cut where it is nested so deep that it could not be stored', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(() => JSON.stringify(parsed({ meta: { deep, kept: 1 } }))).not.toThrow();
    expect(parsed({ meta: { deep, kept: 1 } }).meta).toHaveProperty('kept', 1);
  });

  it('loses what JSON cannot hold', () => {
    const meta = { file: new Uint8Array(3), big: 1n, list: [new Map(), 1], call: () => 1, nan: Number.NaN };
    expect(parsed({ meta }).meta).toEqual({ list: [null, 1] });
  });
});

describe('text', () => {
  it('is made well-formed everywhere', () => {
    const { content, type, meta } = parsed({
      content: 'a\ud800b',
      type: 'x\udfff',
      meta: { '\ud800': ['\udc00', { deep: '\ud83d' }], clientMessageId: 'k' },
    });
    expect(content).toBe('a\ufffdb');
    expect(type).toBe('x\ufffd');
    expect(meta).toEqual({ '\ufffd': ['\ufffd', { deep: '\ufffd' }], clientMessageId: 'k' });
  });

  it('of any type and from any sender passes (P1.7)', () => {
    for (const type of ['image', 'file', 'internal.note', 'system.join', 'hologram']) {
      expect(parsed({ type, senderId: 'system_bot' })).toMatchObject({ type, senderId: 'system_bot' });
    }
  });

  it('may be missing: a message without sender, content or type is still shown', () => {
    const { senderId: _sender, content: _content, type: _type, ...rest } = message;
    expect(parseMessage(rest)).toMatchObject({ senderId: '', content: '', type: 'text' });
    expect(parsed({ senderId: null, content: null, type: '' })).toMatchObject({
      senderId: '',
      content: '',
      type: 'text',
    });
    expect(parsed({ content: 42 }).content).toBe('42');
  });
});

describe('numbers', () => {
  it('of reactions are whole and not negative; those at 0 are left out', () => {
    const reactionCounts = { a: 2, b: '3', c: 1.9, d: -4, e: Number.NaN, f: 0, g: 'x', h: 1e300, i: null };
    expect(parsed({ reactionCounts }).reactionCounts).toEqual({
      a: 2,
      b: 3,
      c: 1,
      h: Number.MAX_SAFE_INTEGER,
    });
  });

  it('of reactions cannot be looked up under names that nobody gave', () => {
    const counts = parsed({
      reactionCounts: JSON.parse('{"__proto__":5,"constructor":2,"👍":1}'),
    }).reactionCounts;
    expect({ ...counts }).toEqual({ '👍': 1 });
    expect(counts).not.toHaveProperty('toString');
  });

  it.each([-1, 1.5, Number.NaN, 1e300, 'x', '', null, {}, [7]])(
    'of seq and rev are unknown when they are %j',
    (seq) => {
      expect(parsed({ seq, rev: seq })).toMatchObject({ seq: null, rev: null });
    },
  );

  it('of seq may be a string', () => {
    expect(parsed({ seq: '12', rev: '0' })).toMatchObject({ seq: 12, rev: 0 });
  });
});

it('leaves out statuses it cannot read', () => {
  const statuses = [{ userId: 'usr_1', status: 'seen' }, { status: 'read' }, null, message.statuses[0]];
  expect(parsed({ statuses }).statuses).toEqual([{ userId: 'usr_abcd1235', status: 'read' }]);
  expect(parsed({ statuses: 'read' }).statuses).toBeNull();
});

describe('a page of messages', () => {
  it('keeps the order of the server and drops bad rows one by one (P1.6, P2.6)', () => {
    const rows = [{ ...message, messageId: 'msg_2' }, null, 'x', { ...message, createdAt: 'never' }, message];
    expect(parseMessagePage({ success: true, data: rows, pagination })).toMatchObject({
      messages: [{ messageId: 'msg_2' }, { messageId }],
      dropped: 3,
      pagination,
      headSeq: null,
    });
    expect(parseMessagePage(messagePage).headSeq).toBe(7);
  });

  it.each([
    [
      { page: '2', limit: '50', total: '120', pages: '3' },
      { page: 2, limit: 50, total: 120, pages: 3 },
    ],
    [
      { page: '2', limit: '50', total: '120' },
      { page: 2, limit: 50, total: 120, pages: 3 },
    ],
    [{ page: 1, limit: 0, total: 3 }, null],
    [{}, null],
    ['1', null],
    [undefined, null],
  ])('may paginate by %j', (wire, expected) => {
    expect(parseMessagePage({ data: [], pagination: wire }).pagination).toEqual(expected);
  });

  it.each([null, undefined, 'x', [], { success: true }, { data: {} }, { success: false, data: [] }])(
    'is not %j',
    (body) => {
      expect(() => parseMessagePage(body)).toThrow(WireError);
    },
  );
});

it('reads a single message from data or from message, which may also be a sentence (P2.2, P4.4)', () => {
  expect(parseMessageAnswer(messageAnswer).messageId).toBe(messageId);
  expect(parseMessageAnswer({ success: true, message: 'Message sent', data: message }).messageId).toBe(
    messageId,
  );
  expect(() => parseMessageAnswer({ success: true, message: 'Message sent' })).toThrow(WireError);
});

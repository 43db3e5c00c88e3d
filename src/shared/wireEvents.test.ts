import { describe, expect, it } from 'vitest';
import {
  databaseId,
  dialogDatabaseId,
  dialogId,
  hello,
  mark,
  message,
  messageId,
  messageStatus,
  reactionEvent,
  snapshot,
  time,
  typing,
  updateA,
  updateB,
  updateC,
} from './wire.samples.ts';
import {
  parseHello,
  parseMark,
  parseMessageStatus,
  parsePresence,
  parsePresenceSnapshot,
  parseReactionEvent,
  parseTyping,
  parseUpdate,
  WireError,
} from './wire.ts';

describe('hello', () => {
  it('names the features this client knows, each once (P7.1)', () => {
    expect(parseHello(hello)).toEqual({ features: ['idempotency', 'seq'], serverTime: time });
    expect(parseHello({ features: ['seq', 'seq', 1, null, 'constructor'] })).toEqual({
      features: ['seq'],
      serverTime: null,
    });
  });

  it.each([{}, { features: 'seq' }, { features: null, serverTime: 'soon' }])('%j names none', (input) => {
    expect(parseHello(input)).toEqual({ features: [], serverTime: null });
  });

  it('says what it takes of files, where it takes any (P7.40)', () => {
    const limits = { fileBytes: 5_000, filesPerMessage: 3 };
    expect(parseHello({ features: ['files'], limits }).files).toEqual({ bytes: 5_000, perMessage: 3 });
    expect(parseHello({ features: ['files'], limits: 'no' }).files).toEqual({
      bytes: 25 * 1024 * 1024,
      perMessage: 10,
    });
    expect(parseHello({ features: ['seq'], limits }).files).toBeUndefined();
  });

  it('is an object', () => {
    expect(() => parseHello(['seq'])).toThrow(WireError);
  });
});

describe('an update', () => {
  it('in envelope A is the message itself, without its public id (P6.2)', () => {
    const update = parseUpdate(updateA);
    expect(update).toMatchObject({
      eventType: 'message.create',
      userId: 'usr_abcd1235',
      dialog: { dialogId: null, databaseId: dialogDatabaseId },
      entityId: databaseId,
      message: { messageId: null, aliases: [databaseId], content: message.content, statuses: null },
      status: null,
    });
  });

  it('in envelope A is the dialog itself (P6.2)', () => {
    const data = { _id: dialogDatabaseId, name: 'Общий', createdBy: 'usr_1', meta: {} };
    expect(parseUpdate({ ...updateA, dialogId: undefined, eventType: 'dialog.create', data })).toMatchObject({
      dialog: { dialogId: null, databaseId: dialogDatabaseId },
      message: null,
      status: null,
    });
  });

  it('in envelope A does not take the id of a message for that of its dialog', () => {
    const update = parseUpdate({
      ...updateA,
      dialogId: undefined,
      data: { ...updateA.data, dialogId: undefined },
    });
    expect(update.dialog).toEqual({ dialogId: null, databaseId: null });
  });

  it('in envelope B has its parts under data (P6.3)', () => {
    expect(parseUpdate(updateB)).toEqual({
      eventType: 'message.status.update',
      userId: 'usr_abcd1235',
      dialog: { dialogId, databaseId: null },
      entityId: messageId,
      message: null,
      status: { userId: 'usr_abcd1234', status: 'read' },
    });
    const created = { ...updateB, eventType: 'message.update', data: { message } };
    expect(parseUpdate(created)).toMatchObject({ message: { messageId }, status: null });
  });

  it('in envelope C has its type under sourceEventType and its dialog under data (P6.4)', () => {
    expect(parseUpdate(updateC)).toMatchObject({
      eventType: 'message.create',
      dialog: { dialogId, databaseId: dialogDatabaseId },
      entityId: messageId,
      message: { messageId, dialog: { dialogId, databaseId: dialogDatabaseId } },
    });
    const deleted = { sourceEventType: 'dialog.delete', data: { dialog: { dialogId } } };
    expect(parseUpdate(deleted).dialog.dialogId).toBe(dialogId);
    const inContext = { sourceEventType: 'dialog.delete', data: { context: { dialogId } } };
    expect(parseUpdate(inContext).dialog.dialogId).toBe(dialogId);
  });

  it.each([
    { userId: 'usr_1', status: 'delivered' },
    { statusUpdate: { userId: 'usr_1', status: 'delivered' } },
  ])('tells a status from data %j', (data) => {
    const update = parseUpdate({ ...updateA, eventType: 'message.status.create', data });
    expect(update).toMatchObject({ status: { userId: 'usr_1', status: 'delivered' }, message: null });
  });

  it.each([null, undefined, 'x', {}, { message: {} }, { message: { messageId, createdAt: 5 } }])(
    'has no message when its data is %j: half a message would blank the text',
    (data) => {
      expect(parseUpdate({ ...updateA, data }).message).toBeNull();
    },
  );

  it.each(['dialog.typing', 'user.explode', 'update.message', '__proto__'])(
    'of the unknown type %s yields the type only (P6.1)',
    (eventType) => {
      expect(parseUpdate({ ...updateA, eventType })).toEqual({
        eventType,
        userId: null,
        dialog: { dialogId: null, databaseId: null },
        entityId: null,
        message: null,
        status: null,
      });
    },
  );

  it('needs a type', () => {
    for (const input of [{}, { eventType: '' }, { eventType: {} }, null, [updateA]]) {
      expect(() => parseUpdate(input)).toThrow(WireError);
    }
  });
});

it('reads marks; a missing watermark is 0', () => {
  expect(parseMark(mark)).toEqual(mark);
  expect(parseMark({ dialogId, userId: 'usr_1', readSeq: '4' })).toEqual({
    dialogId,
    userId: 'usr_1',
    deliveredSeq: 0,
    readSeq: 4,
  });
  expect(() => parseMark({ ...mark, dialogId: dialogDatabaseId })).toThrow(WireError);
  expect(() => parseMark({ ...mark, userId: '' })).toThrow(WireError);
});

it('reads typing, which names its dialog by dlg_ id', () => {
  expect(parseTyping(typing)).toEqual(typing);
  expect(parseTyping({ userId: 'usr_1', dialogId: { id: dialogId } })).toEqual({
    userId: 'usr_1',
    userName: null,
    dialogId,
  });
  expect(() => parseTyping({ ...typing, dialogId: dialogDatabaseId })).toThrow(WireError);
});

it('reads presence', () => {
  expect(parsePresence({ userId: 'usr_1', userName: 'А' })).toEqual({ userId: 'usr_1' });
  expect(() => parsePresence({ userName: 'А' })).toThrow(WireError);
  expect(parsePresenceSnapshot(snapshot)).toEqual(snapshot.userIds);
  expect(parsePresenceSnapshot({ userIds: ['usr_1', null, '', 'usr_1', {}] })).toEqual(['usr_1']);
  expect(() => parsePresenceSnapshot({})).toThrow(WireError);
});

it('reads the status of a message', () => {
  expect(parseMessageStatus(messageStatus)).toEqual({ messageId, userId: 'usr_abcd1235', status: 'read' });
  expect(() => parseMessageStatus({ ...messageStatus, status: 'seen' })).toThrow(WireError);
});

it('reads a reaction, declared with two fields and sent by our server with more (P5.3, P7.8)', () => {
  expect(parseReactionEvent(reactionEvent)).toEqual({
    messageId,
    dialog: { dialogId, databaseId: null },
    userId: 'usr_abcd1235',
    reaction: '👍',
    reactionCounts: { '👍': 1 },
    rev: 10,
  });
  expect(parseReactionEvent({ ...reactionEvent, action: 'remove' }).reaction).toBeNull();
  expect(parseReactionEvent({ messageId, reaction: '👍' })).toEqual({
    messageId,
    dialog: { dialogId: null, databaseId: null },
    userId: null,
    reaction: '👍',
    reactionCounts: null,
    rev: null,
  });
  expect(() => parseReactionEvent({ reaction: '👍' })).toThrow(WireError);
});

it('a removal tells of which message it is, without its text (P6.1)', () => {
  const { content: _, ...named } = message;
  const update = parseUpdate({ ...updateA, eventType: 'message.delete', data: named });
  expect(update.message).toMatchObject({ aliases: [messageId, databaseId], content: '', removed: true });
  // A part of a message would blank the text of one that is there.
  expect(parseUpdate({ ...updateA, eventType: 'message.update', data: named }).message).toBeNull();
});

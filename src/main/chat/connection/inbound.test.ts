import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../tests/simulation/virtualClock.ts';
import * as samples from '../../../shared/wire.samples.ts';
import { createBus } from '../facts.ts';
import { createJournal } from '../journal.ts';
import { createPresence } from '../people/presence.ts';
import { followMessageChanges } from '../sync/changedMessages.ts';
import { createInbound } from './inbound.ts';

/** Everything that comes out, in order; `isKnown`: the message is, and the reaction the person's own. */
function inbound(isKnown = true) {
  const clock = createVirtualClock(0);
  const told: string[] = [];
  const updated: string[] = [];
  const bus = createBus();
  createPresence({
    bus,
    clock,
    ownUserId: 'me',
    emit: (event) => void (event.type === 'typing' && told.push(`typing ${event.dialogId} ${event.userIds}`)),
  });
  followMessageChanges({
    bus,
    has: () => false,
    directory: { dialogIdOf: ({ dialogId, databaseId }) => dialogId ?? databaseId },
    receipts: {
      takeStatus: (messageId, userId, status) => {
        told.push(`status ${messageId} ${userId} ${status}`);
        return isKnown;
      },
    },
    reactions: {
      takeOwn: (userId, messageIds) => {
        told.push(`reactor ${userId} ${messageIds}`);
        return isKnown;
      },
      takeHint: () => {},
    },
    intake: {
      takeUpdated: ({ aliases, removed }) =>
        void updated.push(`${aliases} ${removed ? 'removed' : 'updated'}`),
    },
  });
  bus.on('messageCame', ({ messageId, content }) => void told.push(`message ${messageId} ${content.length}`));
  bus.on(
    'typingTold',
    ({ userId, dialog, lastsMs }) => void told.push(`typing update ${dialog.dialogId} ${userId} ${lastsMs}`),
  );
  bus.on('dialogBehind', (dialogId) => void told.push(`look into ${dialogId}`));
  bus.on('listChanged', () => void told.push('look at the list'));
  const take = createInbound({
    bus,
    log: { info: () => {}, warn: (event) => void told.push(event) },
    onFailed: (error) => void told.push(`failed ${String(error)}`),
    journal: createJournal(clock),
    epoch: () => 1,
  });
  return { take, told, updated };
}

const { dialogId, messageId } = samples;
const created = { ...samples.updateB, eventType: 'message.create', data: { message: samples.message } };

test.each(['message:new', 'message:update', 'chat3:update'])(
  'a new message that comes whole in an envelope is taken as it is, under %s',
  (name) => {
    const { take, told } = inbound();
    take(name, created);
    expect(told).toEqual([`message ${messageId} ${samples.message.content.length}`]);
  },
);

test('one without its id is looked for, as before', () => {
  const { take, told } = inbound();
  take('chat3:update', samples.updateA);
  expect(told).toEqual([`look into ${samples.updateA.dialogId}`]);
});

test('who has read is taken from the update, and looked for where the message is not known', () => {
  const status = `status ${messageId} usr_abcd1234 read`;
  const known = inbound();
  known.take('chat3:update', samples.updateB);
  expect(known.told).toEqual([status]);
  const unknown = inbound(false);
  unknown.take('chat3:update', samples.updateB);
  expect(unknown.told).toEqual([status, `look into ${dialogId}`]);
});

test('one’s own reaction of another device is taken, another’s is looked for', () => {
  const reactor = `reactor usr_abcd1234 ${messageId}`;
  const known = inbound();
  known.take('message:update', samples.reactionUpdate);
  expect(known.told).toEqual([reactor]);
  const unknown = inbound(false);
  unknown.take('message:update', samples.reactionUpdate);
  expect(unknown.told).toEqual([reactor, `look into ${dialogId}`]);
});

test.each(['typing:update', 'chat3:update', 'dialog:update'])(
  'typing under %s is typing, and no change of the list',
  (name) => {
    const { take, told } = inbound();
    take(name, samples.typingUpdate);
    expect(told).toEqual([`typing update ${dialogId} usr_abcd1234 5000`]);
  },
);

test('typing that says no more than who and where lasts as long as any', () => {
  const { take, told } = inbound();
  take('typing:update', samples.typing);
  expect(told).toEqual([`typing ${dialogId} usr_abcd1234`]);
});

test.each(['update', 'delete'])(
  'message.%s is taken where it is whole, and looked into all the same (S4.11)',
  (what) => {
    const { take, told, updated } = inbound();
    take('chat3:update', { ...samples.updateA, eventType: `message.${what}` });
    expect(updated).toEqual([`${samples.databaseId} ${what}d`.replace('deleted', 'removed')]);
    expect(told).toEqual([`look into ${samples.updateA.dialogId}`]);
  },
);

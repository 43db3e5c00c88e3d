import { expect, test } from 'vitest';
import { isServiceLine } from './serviceLine.ts';
import { decodeServiceLine, encodeServiceLine, type ServiceLine } from './serviceLineSchema.ts';
import { parseChanges, parseDialogPage } from './wire.ts';

const actor = { userId: 'usr_a', name: 'А' };
const person = { userId: 'usr_b', name: 'Б' };
const line: ServiceLine = { event: 'added', actor, person };

test.each([
  ['system', true],
  ['system.added', true],
  ['System.Added', true],
  ['system.member.added', true],
  ['systematic', false],
  ['text', false],
  ['internal.text', false],
  ['my.system.added', false],
  ['', false],
])('the type %j is a service line: %s', (type, expected) => {
  expect(isServiceLine(type)).toBe(expected);
});

test('what is written is read', () => {
  expect(decodeServiceLine(encodeServiceLine(line))).toEqual(line);
});

test.each([
  ['a message that says the same', { type: 'text', meta: { actor, person } }],
  ['an event nobody knows', { type: 'system.exploded', meta: { actor, person } }],
  ['nothing about it', { type: 'system.added', meta: {} }],
  ['somebody without an id', { type: 'system.added', meta: { actor, person: { name: 'Б' } } }],
  ['an event hidden in the meta', { type: 'system', meta: { event: 'added', actor, person } }],
  ['a role that is none', { type: 'system.role', meta: { actor, person, role: 'emperor' } }],
])('%s cannot be read', (_what, message) => {
  expect(decodeServiceLine(message)).toBeUndefined();
});

test('the dialog list carries what the last line tells, and nothing else of meta', () => {
  const last = (type: string, meta: unknown) =>
    parseDialogPage({
      success: true,
      data: [
        { dialogId: 'dlg_1', lastMessage: { content: 'x', senderId: 'system', type, createdAt: 1, meta } },
      ],
    }).dialogs[0]?.lastMessage;
  expect(last('system.added', { actor, person })).toMatchObject({ service: line });
  for (const odd of [last('text', { actor, person }), last('system.added', null), last('system.added', 'x')])
    expect(odd).not.toHaveProperty('service');
});

test('changes carry the members where they changed, whatever else is in the list', () => {
  const changes = (members: unknown) =>
    parseChanges({ success: true, messages: [], marks: [], headSeq: 1, headRev: 1, members }, 'dlg_1');
  const member = { userId: 'usr_a', role: 'admin', readSeq: 3, deliveredSeq: 4, unreadCount: 0 };
  expect(changes([member, { role: 'owner' }, 7])).toMatchObject({ members: [member] });
  expect(changes(undefined)).toMatchObject({ members: null });
  expect(changes('many')).toMatchObject({ members: null });
});

import { expect, it } from 'vitest';
import { isSystemType, kindOf } from './messageKind.ts';

it.each([
  ['text', 'usr_12345678', 'text'],
  ['image', 'usr_12345678', 'attachment'],
  ['file', 'usr_12345678', 'attachment'],
  ['something.new', 'usr_12345678', 'attachment'],
  ['systematic', 'usr_12345678', 'attachment'],
  ['internally', 'usr_12345678', 'attachment'],
  ['my.system.added', 'usr_12345678', 'attachment'],
  ['', 'usr_12345678', 'attachment'],
  ['system.member.added', 'usr_12345678', 'system'],
  ['SYSTEM', 'usr_12345678', 'system'],
  ['internal.note', 'usr_12345678', 'system'],
  ['Internal.Note', 'usr_12345678', 'system'],
  ['internal', 'usr_12345678', 'system'],
  ['text', 'system_bot', 'system'],
  ['text', 'system', 'system'],
  ['text', 'usr_systemat', 'text'],
] as const)('type %s of %s is %s (P1.7)', (type, senderId, kind) => {
  expect(kindOf({ type, senderId })).toBe(kind);
  expect(isSystemType(type)).toBe(kind === 'system' && type !== 'text');
});

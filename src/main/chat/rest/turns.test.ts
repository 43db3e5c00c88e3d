import { expect, test } from 'vitest';
import { turnOf } from './turns.ts';

test.each([
  ['POST', '/messages/dialog/dlg_1', { kind: 'send' }],
  ['POST', '/dialog/dlg_1/messages', { kind: 'send' }],
  ['POST', '/messages/msg_1/status/read', { kind: 'status' }],
  ['POST', '/messages/msg_1/reactions', { kind: 'command' }],
  ['POST', '/dialogs', { kind: 'command' }],
  ['GET', '/messages/dialog/dlg_1?page=1&limit=50', { kind: 'page', urgent: false }],
  ['GET', '/messages/dialog/dlg_open?page=1&limit=50', { kind: 'page', urgent: true }],
  ['GET', '/dialog/dlg_open/messages?page=1&limit=50', { kind: 'page', urgent: true }],
  ['GET', '/dialogs/dlg_1/changes?since=4', { kind: 'page', urgent: false }],
  ['GET', '/dialogs?page=1&limit=100&includeLastMessage=true', { kind: 'other', urgent: true }],
  ['GET', '/dialogs/dlg_1', { kind: 'other', urgent: false }],
  ['GET', '/users/usr_1', { kind: 'other' }],
  ['GET', '/users?search=&limit=50', { kind: 'command' }],
  ['GET', '/auth/me', { kind: 'command' }],
] as const)('%s %s', (method, path, turn) => {
  expect(turnOf(method, path, (dialogId) => dialogId === 'dlg_open')).toEqual(turn);
});

import { expect, test } from 'vitest';
import { createMemoryHistory } from '../../../../tests/simulation/memoryHistory.ts';
import type { RemoteDialog, RemoteDialogDetails, RemoteMember } from '../../../shared/remote.ts';
import { createDirectory } from '../people/directory.ts';
import { emptyMark } from '../receipts/unread.ts';
import { ApiError } from '../rest/rest.ts';
import { createDialogViews } from '../views/dialogViews.ts';
import { createDetailsIntake } from './detailsIntake.ts';
import { readDetails } from './dialogDetails.ts';

const member = (userId: string): RemoteMember => ({
  userId,
  role: null,
  deliveredSeq: null,
  readSeq: null,
  unreadCount: null,
});
const details = (members: RemoteMember[], name = 'Чат'): RemoteDialogDetails => ({
  dialogId: 'dlg_1',
  databaseId: null,
  name,
  kind: 'direct',
  members,
});

const asked = (inDetails: RemoteMember[], apart: () => Promise<RemoteMember[]>) =>
  readDetails({ dialog: async () => details(inDetails), members: apart }, 'dlg_1');

test('members are asked for apart where the details name none, and only there', async () => {
  const both = [member('me'), member('other')];
  expect((await asked([], async () => both)).members).toEqual(both);
  const alone = await asked([member('me')], () => Promise.reject(new Error('asked')));
  expect(alone.members).toEqual([member('me')]);
});

test('a server that does not tell them has told the rest; one that is away has told nothing', async () => {
  const missing = new ApiError({ code: 'notChatServer', status: 404 });
  expect(await asked([], () => Promise.reject(missing))).toMatchObject({ name: 'Чат', members: [] });
  const away = new ApiError({ code: 'timeout', failure: 'timeout' });
  await expect(asked([], () => Promise.reject(away))).rejects.toBe(away);
});

test('what is known of members and name outlives an answer that tells neither', () => {
  const store = createMemoryHistory();
  const directory = createDirectory({ store, ownUserId: 'me' });
  const { views } = createDialogViews({
    ownUserId: 'me',
    store,
    directory,
    ownMark: () => emptyMark('me'),
    unreadMentions: () => [],
  });
  const { take } = createDetailsIntake({
    directory,
    receipts: { takeMembers: () => {} } as unknown as Parameters<typeof createDetailsIntake>[0]['receipts'],
  });
  const listed: RemoteDialog = {
    dialogId: 'dlg_1',
    databaseId: null,
    name: 'Чат',
    kind: 'direct',
    unreadCount: 0,
    lastActivityAt: 0,
    lastMessage: null,
    headSeq: null,
    headRev: null,
    memberIds: null,
    peerId: null,
    ownMark: null,
  };
  directory.takeListed(listed);
  directory.takeUsers([{ userId: 'other', name: 'Мария Орлова', phone: null }]);
  take(details([]));
  expect(directory.lacksMembers()).toHaveLength(1);
  take(details([member('me'), member('other')]));
  expect(views()).toMatchObject([{ title: 'Мария Орлова', peerId: 'other' }]);
  directory.takeListed({ ...listed, name: '' });
  take(details([], ''));
  expect(views()).toMatchObject([{ title: 'Мария Орлова', peerId: 'other' }]);
  expect(directory.record('dlg_1')?.name).toBe('Чат');
});

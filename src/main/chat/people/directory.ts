/** The dialogs and people this account knows. Mirrors the store, which it writes through. */
import { withoutBidiControls } from '../../../shared/bidi.ts';
import { isDirectName } from '../../../shared/directName.ts';
import type { User } from '../../../shared/domain.ts';
import type {
  RemoteDialog,
  RemoteDialogDetails,
  RemoteDialogReference,
  RemoteMember,
} from '../../../shared/remote.ts';
import type { DialogRecord, Draft, HistoryStore, StoredMember } from '../store.ts';

export type Directory = ReturnType<typeof createDirectory>;

export function createDirectory({ store, ownUserId }: { store: HistoryStore; ownUserId: string }) {
  const records = new Map<string, DialogRecord>();
  const byDatabaseId = new Map<string, string>();
  // Names were once stored as they came.
  const users = new Map(
    store.users().map((user) => [user.userId, { ...user, name: withoutBidiControls(user.name) }]),
  );
  const drafts = new Map(store.drafts().map((draft) => [draft.dialogId, draft]));

  function readRecords(): void {
    records.clear();
    byDatabaseId.clear();
    for (const record of store.dialogs()) {
      records.set(record.dialogId, record);
      noteDatabaseId(record);
    }
  }

  function noteDatabaseId(record: DialogRecord): void {
    if (record.databaseId !== null) byDatabaseId.set(record.databaseId, record.dialogId);
  }

  function save(record: DialogRecord): void {
    const known = records.get(record.dialogId);
    if (known !== undefined && sameRecord(known, record)) return;
    records.set(record.dialogId, record);
    noteDatabaseId(record);
    store.saveDialog(record);
  }

  function takeUsers(list: User[]): void {
    const changed = list.filter((user) => {
      const known = users.get(user.userId);
      return known?.name !== user.name || known.phone !== user.phone || known.disabled !== user.disabled;
    });
    if (changed.length === 0) return;
    for (const user of changed) users.set(user.userId, user);
    store.saveUsers(changed);
  }

  function changeDraft(dialogId: string, change: Partial<Draft>): void {
    const known = drafts.get(dialogId) ?? { dialogId, text: '' };
    const draft: Draft = { ...known, ...change };
    if (draft.text === known.text && draft.replyTo === known.replyTo) return;
    if (draft.text === '' && draft.replyTo === undefined) drafts.delete(dialogId);
    else drafts.set(dialogId, draft);
    store.saveDraft(dialogId, draft.text, draft.replyTo);
  }

  readRecords();
  return {
    /** After a write that failed: what is on disk counts. */
    readRecords,
    record: (dialogId: string) => records.get(dialogId) ?? null,
    records: () => [...records.values()],
    recent: () => [...records.values()].sort((a, b) => b.lastActivityAt - a.lastActivityAt),
    update(dialogId: string, change: Partial<DialogRecord>): void {
      const record = records.get(dialogId);
      if (record !== undefined) save({ ...record, ...change });
    },
    /** The other one of a direct dialog. */
    peerOf(dialogId: string): string | null {
      const record = records.get(dialogId);
      if (record === undefined || !isDirect(record)) return null;
      return record.members?.find((member) => member.userId !== ownUserId)?.userId ?? null;
    },
    /** What the dialog list says of one dialog. */
    takeListed(remote: RemoteDialog): void {
      const known = records.get(remote.dialogId);
      const memberIds = remote.memberIds ?? (remote.peerId === null ? null : [ownUserId, remote.peerId]);
      const members: StoredMember[] | null =
        known?.members ?? memberIds?.map((userId) => ({ userId, role: null })) ?? null;
      save({
        dialogId: remote.dialogId,
        databaseId: remote.databaseId ?? known?.databaseId ?? null,
        name: remote.name || (known?.name ?? ''),
        kind: remote.kind ?? known?.kind ?? null,
        members,
        lastMessage: remote.lastMessage,
        lastActivityAt: remote.lastActivityAt,
        lookedAt: known?.lookedAt ?? null,
        unreadSeed: remote.unreadCount,
        unreadSeedAt: remote.lastMessage?.createdAt ?? (remote.unreadCount > 0 ? remote.lastActivityAt : 0),
        certified: known?.certified ?? null,
        headSeq: remote.headSeq,
        headRev: remote.headRev,
        knownRev: known?.knownRev ?? null,
        syncedReadSeq: known?.syncedReadSeq ?? 0,
        syncedReadAt: known?.syncedReadAt ?? 0,
        pinnedAt: known?.pinnedAt ?? null,
        muted: known?.muted ?? false,
        markedUnread: known?.markedUnread ?? false,
      });
    },
    takeDetails(details: RemoteDialogDetails): void {
      const record = records.get(details.dialogId);
      if (record === undefined) return;
      save({
        ...record,
        databaseId: details.databaseId ?? record.databaseId,
        name: details.name || record.name,
        kind: details.kind ?? record.kind,
      });
    },
    takeMembers(dialogId: string, members: RemoteMember[]): void {
      const record = records.get(dialogId);
      if (record === undefined) return;
      save({ ...record, members: members.map(({ userId, role }) => ({ userId, role })) });
    },
    remove(dialogId: string): void {
      const record = records.get(dialogId);
      if (record === undefined) return;
      records.delete(dialogId);
      if (record.databaseId !== null) byDatabaseId.delete(record.databaseId);
      drafts.delete(dialogId);
      store.removeDialog(dialogId);
    },
    /** null: a dialog that the list does not hold yet. */
    dialogIdOf(reference: RemoteDialogReference): string | null {
      if (reference.dialogId !== null) return records.has(reference.dialogId) ? reference.dialogId : null;
      return reference.databaseId === null ? null : (byDatabaseId.get(reference.databaseId) ?? null);
    },
    /** A direct dialog is shown under the other's name, so its members have to be known. */
    lacksMembers: () =>
      [...records.values()].filter(
        (record) =>
          record.members === null &&
          (record.kind === 'direct' || (record.kind === null && isDirectName(record.name))),
      ),
    users: () => [...users.values()],
    userName: (userId: string) => users.get(userId)?.name ?? null,
    hasUser: (userId: string) => users.has(userId),
    takeUsers,
    draft: (dialogId: string) => drafts.get(dialogId)?.text ?? '',
    /** The key of the message that the draft answers. */
    draftReply: (dialogId: string) => drafts.get(dialogId)?.replyTo ?? null,
    saveDraft: (dialogId: string, text: string) => changeDraft(dialogId, { text }),
    saveDraftReply: (dialogId: string, key: string | null) =>
      changeDraft(dialogId, { replyTo: key ?? undefined }),
  };
}

/** Who a dialog is with: the kind told, or what an old server's web client makes of a dialog of two. */
export function isDirect(record: DialogRecord): boolean {
  if (record.kind !== null) return record.kind === 'direct';
  return record.members?.length === 2 && isDirectName(record.name);
}

function sameRecord(a: DialogRecord, b: DialogRecord): boolean {
  return (Object.keys(b) as (keyof DialogRecord)[]).every(
    (name) =>
      a[name] === b[name] || (isObject(b[name]) && JSON.stringify(a[name]) === JSON.stringify(b[name])),
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

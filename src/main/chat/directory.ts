/** The dialogs and people this account knows, and how the list shows them. Mirrors the store, which it writes through. */
import { withoutBidiControls } from '../../shared/bidi.ts';
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { Mark, Message, User } from '../../shared/domain.ts';
import type {
  RemoteDialog,
  RemoteDialogDetails,
  RemoteDialogReference,
  RemoteMember,
} from '../../shared/remote.ts';
import { decodeServiceLine, type ServiceLine } from '../../shared/serviceLineSchema.ts';
import type { DialogView } from '../../shared/views.ts';
import type { Clock } from './ports.ts';
import type { DialogRecord, HistoryStore, StoredMember } from './store.ts';
import { countUnread } from './unread.ts';

const redrawDelayMs = 16;
/** Old servers keep no kind: a dialog of two members is known by the name their web client gives it. */
const directNamePrefix = 'Диалог с ';

export type Directory = ReturnType<typeof createDirectory>;

export function createDirectory(options: {
  store: HistoryStore;
  clock: Clock;
  ownUserId: string;
  ownMark(dialogId: string): Mark;
  /** Who is in the dialog was told anew. */
  onMembers?(dialogId: string, members: RemoteMember[]): void;
  emit(event: BridgeEvent): void;
}) {
  const { store, ownUserId } = options;
  const records = new Map(store.dialogs().map((record) => [record.dialogId, record]));
  const byDatabaseId = new Map<string, string>();
  for (const record of records.values()) noteDatabaseId(record);
  // Names were once stored as they came.
  const users = new Map(
    store.users().map((user) => [user.userId, { ...user, name: withoutBidiControls(user.name) }]),
  );
  const drafts = new Map(store.drafts().map((draft) => [draft.dialogId, draft.text]));

  const touched = new Set<string>();
  let cancelRedraw: (() => void) | null = null;

  function noteDatabaseId(record: DialogRecord): void {
    if (record.databaseId !== null) byDatabaseId.set(record.databaseId, record.dialogId);
  }

  function save(record: DialogRecord): void {
    const known = records.get(record.dialogId);
    if (known !== undefined && sameRecord(known, record)) return;
    records.set(record.dialogId, record);
    noteDatabaseId(record);
    store.saveDialog(record);
    touch(record.dialogId);
  }

  /** Draws the row again, at most once a frame however many messages a burst brings. */
  function touch(dialogId: string): void {
    touched.add(dialogId);
    cancelRedraw ??= options.clock.schedule(redrawDelayMs, () => {
      cancelRedraw = null;
      const upserted = [...touched].flatMap((id) => {
        const record = records.get(id);
        return record === undefined ? [] : [view(record)];
      });
      touched.clear();
      if (upserted.length > 0) options.emit({ type: 'dialogs', upserted, removed: [] });
    });
  }

  function isDirect(record: DialogRecord): boolean {
    if (record.kind !== null) return record.kind === 'direct';
    return record.members?.length === 2 && record.name.startsWith(directNamePrefix);
  }

  function peerOf(record: DialogRecord): string | null {
    if (!isDirect(record)) return null;
    return record.members?.find((member) => member.userId !== ownUserId)?.userId ?? null;
  }

  function view(record: DialogRecord): DialogView {
    const newest = store.newestMessage(record.dialogId);
    const listed = record.lastMessage;
    const showsListed =
      listed !== null && (newest === null || (newest.id !== null && listed.createdAt > newest.createdAt));
    const peerId = peerOf(record);
    return {
      dialogId: record.dialogId,
      kind: isDirect(record) ? 'direct' : 'group',
      title: (peerId === null ? null : users.get(peerId)?.name) ?? withoutBidiControls(record.name),
      peerId,
      memberCount: record.members?.length ?? null,
      lastMessage: showsListed
        ? { ...listed, state: 'sent' }
        : newest && {
            senderId: newest.senderId,
            content: newest.content,
            type: newest.type,
            createdAt: newest.createdAt,
            state: newest.state,
            ...readService(newest),
          },
      lastActivityAt: Math.max(record.lastActivityAt, newest?.createdAt ?? 0),
      unreadCount: countUnread(store, record, options.ownMark(record.dialogId)),
      draft: drafts.get(record.dialogId) ?? '',
      pinnedAt: record.pinnedAt,
      muted: record.muted,
      markedUnread: record.markedUnread,
    };
  }

  function takeUsers(list: User[]): void {
    const changed = list.filter((user) => {
      const known = users.get(user.userId);
      return known?.name !== user.name || known.phone !== user.phone;
    });
    if (changed.length === 0) return;
    for (const user of changed) users.set(user.userId, user);
    store.saveUsers(changed);
    options.emit({ type: 'users', users: changed });
    const ids = new Set(changed.map((user) => user.userId));
    for (const record of records.values()) if (ids.has(peerOf(record) ?? '')) touch(record.dialogId);
  }

  function takeMembers(dialogId: string, members: RemoteMember[]): void {
    const record = records.get(dialogId);
    if (record === undefined) return;
    save({ ...record, members: members.map(({ userId, role }) => ({ userId, role })) });
    options.onMembers?.(dialogId, members);
  }

  return {
    record: (dialogId: string) => records.get(dialogId) ?? null,
    records: () => [...records.values()],
    recent: () => [...records.values()].sort((a, b) => b.lastActivityAt - a.lastActivityAt),
    update(dialogId: string, change: Partial<DialogRecord>): void {
      const record = records.get(dialogId);
      if (record !== undefined) save({ ...record, ...change });
    },
    touch,
    /** The other one of a direct dialog. */
    peerOf(dialogId: string): string | null {
      const record = records.get(dialogId);
      return record === undefined ? null : peerOf(record);
    },
    unreadCount(dialogId: string): number {
      const record = records.get(dialogId);
      return record === undefined ? 0 : countUnread(store, record, options.ownMark(dialogId));
    },
    viewOf: view,
    views: () => [...records.values()].map(view),
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
      // A dialog has members: an empty list is none.
      if (details.members.length > 0) takeMembers(details.dialogId, details.members);
    },
    takeMembers,
    remove(dialogId: string): void {
      const record = records.get(dialogId);
      if (record === undefined) return;
      records.delete(dialogId);
      touched.delete(dialogId);
      if (record.databaseId !== null) byDatabaseId.delete(record.databaseId);
      store.removeDialog(dialogId);
      options.emit({ type: 'dialogs', upserted: [], removed: [dialogId] });
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
          (record.kind === 'direct' || (record.kind === null && record.name.startsWith(directNamePrefix))),
      ),
    users: () => [...users.values()],
    userName: (userId: string) => users.get(userId)?.name ?? null,
    hasUser: (userId: string) => users.has(userId),
    takeUsers,
    draft: (dialogId: string) => drafts.get(dialogId) ?? '',
    saveDraft(dialogId: string, text: string): void {
      if (text === (drafts.get(dialogId) ?? '')) return;
      if (text === '') drafts.delete(dialogId);
      else drafts.set(dialogId, text);
      store.saveDraft(dialogId, text);
      touch(dialogId);
    },
    stop: () => cancelRedraw?.(),
  };
}

/** Ready to be spread: what a service line tells, where it is one. */
export function readService(message: Message): { service?: ServiceLine } {
  const service = decodeServiceLine(message);
  return service === undefined ? {} : { service };
}

function sameRecord(a: DialogRecord, b: DialogRecord): boolean {
  return (Object.keys(b) as (keyof DialogRecord)[]).every(
    (name) =>
      a[name] === b[name] || (isObject(b[name]) && JSON.stringify(a[name]) === JSON.stringify(b[name])),
  );
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

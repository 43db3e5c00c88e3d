/** Everything of one signed-in person: made at sign-in, stopped at sign-out, sharing nothing with the next one. */
import type { Diagnostics } from '../../shared/diagnostics.ts';
import type { User } from '../../shared/domain.ts';
import { isServiceLine } from '../../shared/serviceLine.ts';
import type { DialogView } from '../../shared/views.ts';
import type { AccountOptions } from './accountContext.ts';
import { createAccountParts } from './accountParts.ts';
import { CommandError } from './commandError.ts';
import { createPhoneChange } from './commands/phones.ts';
import { createReading } from './commands/reading.ts';
import { createSearch } from './commands/search.ts';
import { createStatuses } from './commands/statuses.ts';
import { createStorage } from './commands/storage.ts';
import { isRead } from './receipts/unread.ts';
import type { WindowPlace } from './views/windowReader.ts';

export type Account = ReturnType<typeof createAccount>;

export function createAccount(options: AccountOptions) {
  const { clock } = options;
  const parts = createAccountParts(options);
  const { store, directory, receipts, outbox, link, onScreen, journal, recording, rest, views } = parts;
  const reading = createReading(parts);

  return {
    start: () => link.start(),
    hint(): void {
      link.hint();
      parts.reactions.looks.look();
    },
    setInView(dialogId: string, keys: string[]): void {
      parts.reactions.looks.setInView(dialogId, keys);
      parts.originalLooks.setInView(keys);
    },
    connection: parts.status.view,
    dialogs: views.views,
    dialog(dialogId: string): DialogView | null {
      const record = directory.record(dialogId);
      return record === null ? null : views.viewOf(record);
    },
    userName: (userId: string) => directory.userName(userId),
    /** Those of these messages that are stored and that nobody has read for this person, here or elsewhere. */
    unreadAmong: (keys: string[]): string[] =>
      keys.filter((key) => {
        const message = store.message(key);
        return (
          message?.id != null &&
          message.removed === undefined &&
          !isServiceLine(message.type) &&
          !isRead(receipts.own(message.dialogId), message)
        );
      }),
    users: () => directory.users(),
    findDialog: (id: string) =>
      directory.dialogIdOf({ dialogId: id, databaseId: null }) ??
      directory.dialogIdOf({ dialogId: null, databaseId: id }),
    presence: () => parts.presence.view(),
    openDialogId: parts.window.id,
    openDialog(dialogId: string, place?: WindowPlace): void {
      recording.note({ kind: 'open', dialog: dialogId });
      onScreen.open(dialogId, place);
      directory.update(dialogId, { markedUnread: false });
    },
    closeDialog(): void {
      recording.note({ kind: 'open', dialog: null });
      onScreen.close();
    },
    loadMessages: onScreen.load,
    trimMessages: parts.window.trim,
    checkFile: parts.attaching.check,
    send: parts.sending.send,
    answer: parts.sending.answer,
    forward: parts.forward,
    retry: parts.sending.retry,
    edit: parts.editing.edit,
    remove: parts.editing.remove,
    saveDraft(dialogId: string, text: string): void {
      if (directory.record(dialogId) === null) throw new CommandError('dialogNotFound');
      directory.saveDraft(dialogId, text.toWellFormed());
    },
    setTyping(dialogId: string, typing: boolean): void {
      link.emit(typing ? 'typing:start' : 'typing:stop', { dialogId });
      if (typing) parts.calls.typing.tell(dialogId);
    },
    ...reading,
    reactions: parts.reactions,
    members: parts.members,
    fingerprint: parts.fingerprint,
    searchMessages: createSearch(store, options.user.userId),
    setPinned: (dialogId: string, pinned: boolean) =>
      directory.update(dialogId, { pinnedAt: pinned ? clock.now() : null }),
    setMuted: (dialogId: string, muted: boolean) => directory.update(dialogId, { muted }),
    searchPeople: parts.people.search,
    createDialog: parts.people.createDialog,
    rename: parts.people.rename,
    /** The person here has another name or phone now. */
    takeOwn: (user: User) => directory.takeUsers([user]),
    phoneChange: createPhoneChange(parts),
    examined: parts.examined,
    devices: () => rest.sessions(),
    endDevice: (sessionId: string) => rest.endSession(sessionId),
    ...createStorage(parts),
    /** `at` in the clock's `elapsed`. */
    tracePainted(keys: string[], at: number): void {
      for (const key of keys) journal.traces.stamp(key, 'painted', at);
    },
    trace: journal.traces.of,
    statuses: createStatuses(parts),
    logOut: () => (parts.session.has('sessions') ? rest.logOut() : Promise.resolve(undefined)),
    diagnostics: (): Diagnostics => ({
      state: link.connection().state,
      epoch: link.connection().epoch,
      socketId: link.socketId(),
      server: options.server,
      features: parts.session.features(),
      joinedRooms: parts.rooms.joined(),
      outbox: parts.jobs.all().map(({ id, kind, dialogId, attempts, held }) => ({
        id,
        kind,
        dialogId,
        attempts,
        state: held ? 'held' : 'queued',
      })),
      duplicatesDropped: parts.intake.duplicatesDropped(),
      listeners: link.listenerCount(),
      ledger: parts.ledger.entries(),
      ...journal.entries(),
      liveness: link.liveness(),
      serverAheadMs: parts.session.serverAheadMs(),
    }),
    happenings: recording.happenings,
    stop(): void {
      reading.keepAllRead();
      parts.session.stop();
      outbox.stop();
      parts.sync.stop();
      parts.reactions.looks.stop();
      receipts.stop();
      parts.rooms.leaveAll();
      link.dispose();
      parts.presence.reset();
      parts.chatList.stop();
      options.files?.close();
      store.close();
    },
  };
}

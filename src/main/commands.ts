/** What the page may ask for, one line a command: the engine for chat, the settings and the system for the rest. */
import type { DiagnosticsView } from '../shared/diagnostics.ts';
import type { Report } from '../shared/report.ts';
import type { AppView } from '../shared/views.ts';
import type { CommandHandlers } from './bridgeCommands.ts';
import type { ChangeSettings } from './changeSettings.ts';
import { CommandError } from './chat/commandError.ts';
import type { Engine } from './chat/engine.ts';
import type { HttpClient } from './chat/ports.ts';
import type { SavedFiles } from './desktop/savedFiles.ts';
import type { Examinations } from './examinations.ts';
import type { Files } from './files/files.ts';
import { checkServer } from './network/checkServer.ts';
import { parseServerAddress } from './network/serverAddress.ts';
import type { PageClock } from './pageClock.ts';
import type { SettingsStore } from './storage/settings.ts';
import type { Updates } from './updates/updates.ts';

export interface CommandOptions {
  engine: Engine;
  settings: SettingsStore;
  changeSettings: ChangeSettings;
  http: HttpClient;
  examinations: Examinations;
  /** `server` changes when the person chooses another one. */
  pageClock: Pick<PageClock, 'toMain'>;
  app(): AppView;
  allowInsecureHosts: readonly string[];
  chooseServer(address: string): void;
  /** Hands a link of the web to the browser; false: refused. */
  openLink(url: string): Promise<boolean>;
  files: Files;
  savedFiles: SavedFiles;
  reportFiles: { save(report: Report): Promise<string | null>; open(): Promise<Report | null> };
  makeReport(): Report;
  diagnostics(): DiagnosticsView;
  finishClosing(quit: boolean): void;
  openProfile(name: string): void;
  updates: Updates;
}

export function createCommands({
  engine,
  settings,
  changeSettings,
  http,
  pageClock,
  examinations,
  app,
  allowInsecureHosts,
  chooseServer,
  openLink,
  files,
  savedFiles,
  reportFiles,
  makeReport,
  diagnostics,
  finishClosing,
  openProfile,
  updates,
}: CommandOptions): CommandHandlers {
  /** Throws CommandError for what is no address, or may not be another one. */
  function anotherServer(typed: string): string {
    if (app().serverLocked) throw new CommandError('serverLocked');
    const parsed = parseServerAddress(typed, allowInsecureHosts);
    if (!parsed.ok) throw new CommandError(parsed.code);
    return parsed.address;
  }

  async function check(typed: string): Promise<{ address: string }> {
    const address = anotherServer(typed);
    const result = await checkServer(http, address);
    if (!result.ok) throw new CommandError(result.code);
    return { address };
  }

  function examineUsed(): void {
    const { server } = engine.diagnostics();
    if (server === null) throw new CommandError('addressInvalid');
    examinations.start(server, engine.examined());
  }

  /** Of whoever is signed in; throws CommandError where nobody is. */
  const { account } = engine;

  return {
    getSnapshot: async () => ({
      app: app(),
      settings: settings.shown,
      session: engine.session(),
      connection: engine.connection(),
      dialogs: engine.dialogs(),
      users: engine.users(),
      presence: engine.presence(),
      openDialogId: engine.openDialogId(),
      update: updates.view(),
    }),
    checkServer: ({ address }) => check(address),
    changeServer: async ({ address }) => {
      const checked = await check(address);
      chooseServer(checked.address);
      return checked;
    },
    requestCode: ({ phone, name }) => engine.requestCode(phone, name),
    verifyCode: done(({ phone, code }) => engine.verifyCode(phone, code)),
    signOut: done(({ eraseHistory }) => engine.signOut(eraseHistory)),
    openDialog: done(({ dialogId, ...place }) => account().openDialog(dialogId, place)),
    closeDialog: done(() => account().closeDialog()),
    loadMessages: done(({ dialogId, direction }) => account().loadMessages(dialogId, direction)),
    trimMessages: done(({ dialogId, ...kept }) => account().trimMessages(dialogId, kept)),
    sendMessage: async ({ dialogId, text, pressedAt, ...carried }) => {
      const composedAt = pressedAt && pageClock.toMain(pressedAt);
      return { key: account().send(dialogId, text, { ...carried, composedAt }) };
    },
    attachFile: async (file) => {
      account().checkFile(file.bytes);
      return { fileId: files.account().attach(file) };
    },
    attachPiece: done(({ fileId, offset, data }) => files.account().attachPiece(fileId, offset, data)),
    detachFile: done(({ fileId }) => files.account().detach(fileId)),
    saveFile: async ({ fileId, name }) => ({ saved: await savedFiles.save(fileId, name) }),
    showFile: async ({ fileId, name }) => ({ saved: await savedFiles.show(fileId, name) }),
    copyImage: done(({ fileId }) => savedFiles.copyImage(fileId)),
    forwardMessage: done(({ key, dialogIds, comment }) => account().forward(key, dialogIds, comment)),
    retryMessage: done(({ key }) => account().retry(key)),
    editMessage: done(({ key, text, mentioned }) => account().edit(key, text, mentioned)),
    removeMessage: done(({ key }) => account().remove(key)),
    saveDraft: done(({ dialogId, text }) => account().saveDraft(dialogId, text)),
    setReply: done(({ dialogId, key }) => account().answer(dialogId, key)),
    setTyping: done(({ dialogId, typing }) => account().setTyping(dialogId, typing)),
    markRead: done(({ dialogId, key }) => account().markRead(dialogId, key)),
    setInView: done(({ dialogId, keys }) => account().setInView(dialogId, keys)),
    searchPeople: async ({ query }) => account().searchPeople(query),
    createDialog: async ({ name, memberIds }) => ({
      dialogId: await account().createDialog(name, memberIds),
    }),
    updateSettings: done(changeSettings),
    openLink: async ({ url }) => {
      if (!(await openLink(url))) throw new CommandError('linkRefused');
      return null;
    },
    retryConnection: done(() => engine.hint()),
    examineServer: done(({ address }) =>
      address === undefined ? examineUsed() : examinations.start(anotherServer(address), undefined),
    ),
    endExamination: done(() => examinations.end()),
    getDiagnostics: async () => diagnostics(),
    exportDiagnostics: async () => ({ file: await reportFiles.save(makeReport()) }),
    openReport: async () => ({ report: await reportFiles.open() }),
    tracePainted: done(({ keys, at }) => account().tracePainted(keys, pageClock.toMain(at))),
    getTrace: async ({ key }) => account().trace(key),
    getStatuses: ({ key }) => account().statuses(key),
    finishClosing: done(({ quit }) => finishClosing(quit)),
    openProfile: done(({ name }) => openProfile(name)),
    markAllRead: done(() => account().markAllRead()),
    undoMarkAllRead: done(() => account().undoMarkAllRead()),
    setReaction: done(({ key, emoji }) => account().reactions.set(key, emoji)),
    removeReaction: done(({ key, emoji }) => account().reactions.remove(key, emoji)),
    listReactions: ({ key }) => account().reactions.list(key),
    searchMessages: async ({ query, dialogId = null, before, filesOnly }) =>
      account().searchMessages(query, dialogId, before, filesOnly),
    getFingerprint: ({ dialogId, range }) => account().fingerprint(dialogId, range),
    getDialogDetails: ({ dialogId }) => account().members.details(dialogId),
    addMembers: done(({ dialogId, userIds }) => account().members.add(dialogId, userIds)),
    removeMember: done(({ dialogId, userId }) => account().members.remove(dialogId, userId)),
    setMemberRole: done(({ dialogId, userId, role }) => account().members.setRole(dialogId, userId, role)),
    renameDialog: done(({ dialogId, name }) => account().members.rename(dialogId, name)),
    leaveDialog: done(({ dialogId }) => account().members.leave(dialogId)),
    deleteDialog: done(({ dialogId }) => account().members.deleteDialog(dialogId)),
    setPinned: done(({ dialogId, pinned }) => account().setPinned(dialogId, pinned)),
    setMuted: done(({ dialogId, muted }) => account().setMuted(dialogId, muted)),
    setMarkedUnread: done(({ dialogId, unread }) => account().setMarkedUnread(dialogId, unread)),
    updateName: done(({ name }) => engine.updateName(name)),
    requestPhoneCodes: done(({ phone }) => engine.requestPhoneCodes(phone)),
    changePhone: done(({ phone, oldCode, newCode }) => engine.changePhone(phone, oldCode, newCode)),
    getDevices: async () =>
      (await account().devices()).map(({ device, ...session }) => ({ ...session, name: device })),
    endDevice: done(({ sessionId }) => account().endDevice(sessionId)),
    getStorage: async () => {
      const { bytes, messageCount } = account().storage();
      const fileBytes = files.account().bytes();
      return { bytes: bytes + fileBytes, messageCount, fileBytes };
    },
    clearStorage: done(() => {
      account().clearStorage();
      return files.account().clear();
    }),
    checkForUpdates: done(() => updates.check()),
    downloadUpdate: done(() => updates.download()),
    installUpdate: async ({ evenUnsent }) => ({ restarting: await updates.install(evenUnsent) }),
  };
}

/** For commands that answer nothing. */
function done<Input>(work: (input: Input) => unknown): (input: Input) => Promise<null> {
  return async (input) => {
    await work(input);
    return null;
  };
}

/** What the page may ask for, one line a command: the engine for chat, the settings and the system for the rest. */
import type { BridgeEvent } from '../shared/bridge.ts';
import type { Diagnostics } from '../shared/diagnostics.ts';
import type { AppView } from '../shared/views.ts';
import type { CommandHandlers } from './bridgeCommands.ts';
import { CommandError } from './chat/commandError.ts';
import type { Engine } from './chat/engine.ts';
import type { HttpClient } from './chat/ports.ts';
import { checkServer } from './network/checkServer.ts';
import { parseServerAddress } from './network/serverAddress.ts';
import type { SettingsStore } from './storage/settings.ts';
import type { Updates } from './updates/updates.ts';

export interface CommandOptions {
  engine: Engine;
  settings: SettingsStore;
  http: HttpClient;
  /** `server` changes when the person chooses another one. */
  app(): AppView;
  allowInsecureHosts: readonly string[];
  chooseServer(address: string): void;
  publish(event: BridgeEvent): void;
  /** Hands a link of the web to the browser; false: refused. */
  openLink(url: string): Promise<boolean>;
  /** Asks where, and answers the path; null when the person thought better of it. */
  saveReport(report: Diagnostics): Promise<string | null>;
  onSettingsChanged(): void;
  finishClosing(quit: boolean): void;
  openProfile(name: string): void;
  updates: Updates;
}

export function createCommands({
  engine,
  settings,
  http,
  app,
  allowInsecureHosts,
  chooseServer,
  publish,
  openLink,
  saveReport,
  onSettingsChanged,
  finishClosing,
  openProfile,
  updates,
}: CommandOptions): CommandHandlers {
  async function check(typed: string): Promise<{ address: string }> {
    if (app().serverLocked) throw new CommandError('serverLocked');
    const parsed = parseServerAddress(typed, allowInsecureHosts);
    if (!parsed.ok) throw new CommandError(parsed.code);
    const result = await checkServer(http, parsed.address);
    if (!result.ok) throw new CommandError(result.code);
    return { address: parsed.address };
  }

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
    openDialog: done(({ dialogId, ...place }) => engine.openDialog(dialogId, place)),
    closeDialog: done(() => engine.closeDialog()),
    loadMessages: done(({ dialogId, direction }) => engine.loadMessages(dialogId, direction)),
    trimMessages: done(({ dialogId, ...kept }) => engine.trimMessages(dialogId, kept)),
    sendMessage: async ({ dialogId, text }) => ({ key: engine.sendMessage(dialogId, text) }),
    retryMessage: done(({ key }) => engine.retryMessage(key)),
    discardMessage: done(({ key }) => engine.discardMessage(key)),
    saveDraft: done(({ dialogId, text }) => engine.saveDraft(dialogId, text)),
    setTyping: done(({ dialogId, typing }) => engine.setTyping(dialogId, typing)),
    markRead: done(({ dialogId, key }) => engine.markRead(dialogId, key)),
    setInView: done(({ dialogId, keys }) => engine.setInView(dialogId, keys)),
    searchPeople: ({ query }) => engine.searchPeople(query),
    createDialog: async ({ name, memberIds }) => ({ dialogId: await engine.createDialog(name, memberIds) }),
    updateSettings: async (change) => {
      settings.update(change);
      onSettingsChanged();
      publish({ type: 'settings', settings: settings.shown });
      return null;
    },
    openLink: async ({ url }) => {
      if (!(await openLink(url))) throw new CommandError('linkRefused');
      return null;
    },
    retryConnection: done(() => engine.hint()),
    getDiagnostics: async () => engine.diagnostics(),
    exportDiagnostics: async () => ({ file: await saveReport(engine.diagnostics()) }),
    tracePainted: done(({ keys }) => engine.account().tracePainted(keys)),
    finishClosing: done(({ quit }) => finishClosing(quit)),
    openProfile: done(({ name }) => openProfile(name)),
    markAllRead: done(() => engine.account().markAllRead()),
    undoMarkAllRead: done(() => engine.account().undoMarkAllRead()),
    setReaction: done(({ key, emoji }) => engine.account().reactions.set(key, emoji)),
    removeReaction: done(({ key, emoji }) => engine.account().reactions.remove(key, emoji)),
    listReactions: ({ key }) => engine.account().reactions.list(key),
    searchMessages: async ({ query, dialogId, before }) =>
      engine.account().searchMessages(query, dialogId ?? null, before),
    getDialogDetails: ({ dialogId }) => engine.account().members.details(dialogId),
    addMembers: done(({ dialogId, userIds }) => engine.account().members.add(dialogId, userIds)),
    removeMember: done(({ dialogId, userId }) => engine.account().members.remove(dialogId, userId)),
    setMemberRole: done(({ dialogId, userId, role }) =>
      engine.account().members.setRole(dialogId, userId, role),
    ),
    renameDialog: done(({ dialogId, name }) => engine.account().members.rename(dialogId, name)),
    leaveDialog: done(({ dialogId }) => engine.account().members.leave(dialogId)),
    deleteDialog: done(({ dialogId }) => engine.account().members.deleteDialog(dialogId)),
    setPinned: done(({ dialogId, pinned }) => engine.account().setPinned(dialogId, pinned)),
    setMuted: done(({ dialogId, muted }) => engine.account().setMuted(dialogId, muted)),
    setMarkedUnread: done(({ dialogId, unread }) => engine.account().setMarkedUnread(dialogId, unread)),
    updateName: done(({ name }) => engine.updateName(name)),
    getDevices: async () =>
      (await engine.account().devices()).map(({ device, ...session }) => ({ ...session, name: device })),
    endDevice: done(({ sessionId }) => engine.account().endDevice(sessionId)),
    getStorage: async () => engine.account().storage(),
    clearStorage: done(() => engine.account().clearStorage()),
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

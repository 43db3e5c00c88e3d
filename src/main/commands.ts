/** What the page may ask for, one line a command: the engine for chat, the settings and the system for the rest. */
import type { AppView, BridgeEvent } from '../shared/bridge.ts';
import type { CommandHandlers } from './bridgeCommands.ts';
import { CommandError } from './chat/commandError.ts';
import type { Engine } from './chat/engine.ts';
import type { HttpClient } from './chat/ports.ts';
import { openLink } from './desktop/links.ts';
import { checkServer } from './network/checkServer.ts';
import { parseServerAddress } from './network/serverAddress.ts';
import type { SettingsStore } from './storage/settings.ts';

export interface CommandOptions {
  engine: Engine;
  settings: SettingsStore;
  http: HttpClient;
  /** `server` changes when the person chooses another one. */
  app(): AppView;
  publish(event: BridgeEvent): void;
  onSettingsChanged(): void;
}

export function createCommands({
  engine,
  settings,
  http,
  app,
  publish,
  onSettingsChanged,
}: CommandOptions): CommandHandlers {
  async function check(typed: string): Promise<{ address: string }> {
    const parsed = parseServerAddress(typed);
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
    }),
    checkServer: ({ address }) => check(address),
    changeServer: async ({ address }) => {
      const checked = await check(address);
      settings.update({ server: checked.address });
      return checked;
    },
    requestCode: async ({ phone, name }) => {
      await engine.requestCode(phone, name);
      return null;
    },
    verifyCode: async ({ phone, code }) => {
      await engine.verifyCode(phone, code);
      return null;
    },
    signOut: async ({ eraseHistory }) => {
      await engine.signOut(eraseHistory);
      return null;
    },
    openDialog: async ({ dialogId }) => engine.openDialog(dialogId),
    closeDialog: async () => {
      engine.closeDialog();
      return null;
    },
    loadMessages: ({ dialogId, direction, from }) => engine.loadMessages(dialogId, direction, from),
    sendMessage: async ({ dialogId, text }) => ({ key: engine.sendMessage(dialogId, text) }),
    retryMessage: async ({ key }) => {
      engine.retryMessage(key);
      return null;
    },
    discardMessage: async ({ key }) => {
      engine.discardMessage(key);
      return null;
    },
    saveDraft: async ({ dialogId, text }) => {
      engine.saveDraft(dialogId, text);
      return null;
    },
    setTyping: async ({ dialogId, typing }) => {
      engine.setTyping(dialogId, typing);
      return null;
    },
    markRead: async ({ dialogId, key }) => {
      engine.markRead(dialogId, key);
      return null;
    },
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
    retryConnection: async () => {
      engine.hint();
      return null;
    },
    getDiagnostics: async () => engine.diagnostics(),
    markAllRead: notYet,
    setReaction: notYet,
    removeReaction: notYet,
    listReactions: notYet,
    searchMessages: notYet,
    getDialogDetails: notYet,
    addMembers: notYet,
    removeMember: notYet,
    setMemberRole: notYet,
    leaveDialog: notYet,
    deleteDialog: notYet,
    setPinned: notYet,
    setMuted: notYet,
    updateName: notYet,
    getDevices: notYet,
    endDevice: notYet,
    getStorage: notYet,
    clearStorage: notYet,
    exportDiagnostics: notYet,
    tracePainted: notYet,
  };
}

async function notYet(): Promise<never> {
  throw new CommandError('notSupported');
}

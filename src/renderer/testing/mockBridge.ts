import { type Attachment, kindOfType, typeOfAttachments } from '../../shared/attachments.ts';
import type { Bridge, BridgeEvent, CommandInput } from '../../shared/bridge.ts';
import { commandNames } from '../../shared/bridgeNames.ts';
import type { ErrorCode } from '../../shared/domain.ts';
import { kindOf } from '../../shared/messageKind.ts';
import { excerptOf } from '../../shared/messageOrigin.ts';
import type { DialogView, DialogWindow, MessageView, QuoteView, Snapshot } from '../../shared/views.ts';
import { foldWindow, type MessageWindow } from '../../shared/windowFold.ts';
import { matchingPeople } from '../people/matchingPeople.ts';
import { conversationHandlers } from './mockConversation.ts';
import { makeDiagnostics, makeExamination, settingsHandlers } from './mockSettings.ts';
import { makeMarks, makeMessage, makeSnapshot, messagesByDialog, ownId, users } from './sampleData.ts';

const pageSize = 40;

/** A stand-in for the main process, for looking at pages and for tests; it is no part of the product's bundle. */
export interface MockBridge extends Bridge {
  snapshot: Snapshot;
  calls: { name: string; input: unknown }[];
  /** Answers the next calls of a command with a failure. */
  failures: Map<string, ErrorCode>;
  emit(...events: BridgeEvent[]): void;
  /** Somebody writes. */
  receive(dialogId: string, senderId: string, content: string): void;
}

export type Handlers = { [name: string]: (input: never) => unknown };

/** When a key was pressed is another time in every run. */
function withoutTime(input: Record<string, unknown>): unknown {
  const { pressedAt: _, ...rest } = input;
  return rest;
}

export function createMockBridge(now = Date.now()): MockBridge {
  const listeners = new Set<(events: BridgeEvent[]) => void>();
  const snapshot = makeSnapshot(now);
  const calls: MockBridge['calls'] = [];
  const failures: MockBridge['failures'] = new Map();

  const attached = new Map<string, Attachment>();
  let shown: MessageWindow | null = null;

  function emit(...events: BridgeEvent[]) {
    for (const event of events) shown = foldWindow(shown, event);
    for (const listener of listeners) listener(events);
  }

  function changeDialog(dialogId: string, changes: Partial<DialogView>) {
    snapshot.dialogs = snapshot.dialogs.map((dialog) =>
      dialog.dialogId === dialogId ? { ...dialog, ...changes } : dialog,
    );
    const changed = snapshot.dialogs.find((dialog) => dialog.dialogId === dialogId);
    if (changed) emit({ type: 'dialogs', upserted: [changed], removed: [] });
  }

  function store(message: MessageView) {
    const messages = messagesByDialog[message.dialogId] ?? [];
    const index = messages.findIndex(({ key }) => key === message.key);
    if (index >= 0) messages[index] = message;
    else messages.push(message);
    messagesByDialog[message.dialogId] = messages;
    emit({ type: 'messages', dialogId: message.dialogId, upserted: [message], removed: [] });
    const { senderId, content, type, createdAt, state } = message;
    changeDialog(message.dialogId, {
      lastMessage: { senderId, content, type, createdAt, state },
      lastActivityAt: createdAt,
    });
  }

  function windowAt(dialogId: string, at?: string): DialogWindow {
    snapshot.openDialogId = dialogId;
    const all = messagesByDialog[dialogId] ?? [];
    const unread = snapshot.dialogs.find((dialog) => dialog.dialogId === dialogId)?.unreadCount ?? 0;
    const index = all.findIndex(({ key }) => key === at);
    const start = index < 0 ? Math.max(0, all.length - pageSize) : Math.max(0, index - pageSize / 2);
    const messages = all.slice(start, start + pageSize);
    return {
      dialogId,
      messages,
      hasOlder: start > 0,
      hasNewer: start + pageSize < all.length,
      firstUnreadKey: unread > 0 ? (messages.at(-unread)?.key ?? null) : null,
      marks: makeMarks(dialogId),
      typingUserIds: dialogId === 'dlg_group' ? ['usr_andrey00', 'usr_maria000'] : [],
      loading: false,
    };
  }

  function find(key: string): MessageView | undefined {
    return Object.values(messagesByDialog)
      .flat()
      .find((message) => message.key === key);
  }

  function quoteOf(key: string | undefined): QuoteView | undefined {
    const original = key === undefined ? undefined : find(key);
    return original && { ...original, kind: kindOf(original), text: excerptOf(original.content) };
  }

  const handlers: Handlers = {
    getSnapshot: () => structuredClone(snapshot),
    checkServer: ({ address }: { address: string }) => ({ address }),
    changeServer: ({ address }: { address: string }) => {
      snapshot.app = { ...snapshot.app, server: address };
      return { address };
    },
    requestCode: () => ({ invitedOnly: false }),
    verifyCode: () => {
      snapshot.session = { state: 'signedIn', user: users[0] as (typeof users)[number], keepsSignIn: true };
      emit({ type: 'session', session: snapshot.session });
      return null;
    },
    signOut: () => {
      snapshot.session = { state: 'signedOut', reason: 'none', keepsSignIn: true };
      emit({ type: 'session', session: snapshot.session });
      return null;
    },
    openDialog: ({ dialogId, at, leftAt }: { dialogId: string; at?: string; leftAt?: string }) => {
      // Another attempt at what failed: the same stays on screen until it is known what became of it.
      if (shown?.dialogId === dialogId && shown.failure !== undefined) return null;
      const usual = windowAt(dialogId, at);
      const isThere = usual.messages.some(({ key }) => key === leftAt);
      emit({ type: 'window', window: isThere ? usual : windowAt(dialogId, leftAt ?? at) });
      return null;
    },
    closeDialog: () => {
      emit({ type: 'window', window: null });
      return null;
    },
    loadMessages: ({ dialogId }: { dialogId: string }) => {
      const all = messagesByDialog[dialogId] ?? [];
      const index = all.findIndex(({ key }) => key === shown?.messages[0]?.key);
      const start = Math.max(0, index - pageSize);
      const moved = { removed: [], hasOlder: start > 0, hasNewer: false, newBeyond: 0 };
      emit({ type: 'windowMoved', dialogId, added: all.slice(start, index), ...moved });
      return null;
    },
    attachFile: (file: Omit<Attachment, 'fileId' | 'kind'>) => {
      const fileId = `local_${attached.size + 1}`;
      attached.set(fileId, { ...file, fileId, kind: kindOfType(file.mimeType) });
      return { fileId };
    },
    sendMessage: ({ dialogId, text, fileIds = [], replyTo }: CommandInput<'sendMessage'>) => {
      const attachments = fileIds.flatMap((fileId) => attached.get(fileId) ?? []);
      const files = attachments.length > 0 && { attachments, type: typeOfAttachments(attachments) };
      const message = makeMessage(dialogId, ownId, text, Date.now(), {
        quote: quoteOf(replyTo),
        ...files,
      });
      if (replyTo !== undefined) changeDialog(dialogId, { replyTo: undefined });
      store({ ...message, id: null, state: 'queued', seq: null });
      setTimeout(() => store(message), 250);
      return { key: message.key };
    },
    removeMessage: ({ key }: { key: string }) => {
      for (const [dialogId, messages] of Object.entries(messagesByDialog)) {
        if (!messages.some((message) => message.key === key)) continue;
        messagesByDialog[dialogId] = messages.filter((message) => message.key !== key);
        emit({ type: 'messages', dialogId, upserted: [], removed: [key] });
      }
      return null;
    },
    saveDraft: ({ dialogId, text }: { dialogId: string; text: string }) => {
      changeDialog(dialogId, { draft: text });
      return null;
    },
    setReply: ({ dialogId, key }: { dialogId: string; key: string | null }) => {
      changeDialog(dialogId, { replyTo: quoteOf(key ?? undefined) });
      return null;
    },
    forwardMessage: ({ key, dialogIds }: { key: string; dialogIds: string[] }) => {
      const { content = '', senderId = ownId } = find(key) ?? {};
      const senderName = users.find(({ userId }) => userId === senderId)?.name ?? '';
      for (const dialogId of dialogIds)
        store(makeMessage(dialogId, ownId, content, Date.now(), { forwarded: { senderName, senderId } }));
      return null;
    },
    markRead: ({ dialogId }: { dialogId: string }) => {
      changeDialog(dialogId, { unreadCount: 0 });
      return null;
    },
    searchPeople: ({ query }: { query: string }) => matchingPeople(users, query),
    createDialog: () => ({ dialogId: 'dlg_maria' }),
    updateSettings: (changes: Partial<Snapshot['settings']>) => {
      snapshot.settings = { ...snapshot.settings, ...changes };
      emit({ type: 'settings', settings: snapshot.settings });
      return null;
    },
    examineServer: () => emit({ type: 'examination', examination: makeExamination(now) }),
    endExamination: () => emit({ type: 'examination', examination: null }),
    getDiagnostics: () => makeDiagnostics(now),
    ...conversationHandlers({ find, store, changeDialog, snapshot }),
    ...settingsHandlers(now),
  };

  const commands = Object.fromEntries(
    commandNames.map((name) => [
      name,
      async (input: never) => {
        calls.push({ name, input: withoutTime(input) });
        const code = failures.get(name);
        if (code) return { ok: false, error: { code } };
        return { ok: true, value: handlers[name]?.(input) ?? null };
      },
    ]),
  );

  return {
    ...(commands as unknown as Bridge),
    snapshot,
    calls,
    failures,
    emit,
    receive(dialogId, senderId, content) {
      store(makeMessage(dialogId, senderId, content, Date.now()));
    },
    onEvents(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Everything of one signed-in person: made at sign-in, stopped at sign-out, sharing nothing with the next one. */
import type { BridgeEvent, ConnectionView, MessageView } from '../../shared/bridge.ts';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import type { Message, User } from '../../shared/domain.ts';
import type { RemoteMessage, RemoteUpdate } from '../../shared/remote.ts';
import { createCatchUp } from './catchUp.ts';
import { CommandError } from './commandError.ts';
import { createDirectory } from './directory.ts';
import { createInbound } from './inbound.ts';
import { createIntake } from './intake.ts';
import { createLedger } from './ledger.ts';
import { createLink } from './link.ts';
import { createOutbox } from './outbox.ts';
import { createPeople } from './people.ts';
import type { ChatSocketFactory, Clock, HttpClient, Log, Random } from './ports.ts';
import { createPresence } from './presence.ts';
import { createReceipts } from './receipts.ts';
import { ApiError, createRestClient } from './rest.ts';
import { createRooms } from './rooms.ts';
import { createSending } from './sending.ts';
import { type Credentials, createSession } from './session.ts';
import type { HistoryStore } from './store.ts';
import { createSync } from './sync.ts';
import { createWindows } from './windows.ts';

export interface AccountOptions {
  server: string;
  user: User;
  credentials(): Credentials;
  saveCredentials(credentials: Credentials): void;
  store: HistoryStore;
  http: HttpClient;
  createSocket: ChatSocketFactory;
  clock: Clock;
  random: Random;
  log: Log;
  emit(event: BridgeEvent): void;
  /** The server says that this sign-in is over. */
  onSignedOut(): void;
}

export type Account = ReturnType<typeof createAccount>;

export function createAccount(options: AccountOptions) {
  const { store, clock, random, log, emit } = options;
  const ownUserId = options.user.userId;
  let openDialogId: string | null = null;
  let connectedBefore = false;
  let connectionView: ConnectionView = { state: 'offline', since: clock.now(), retryAt: null, features: [] };

  const token = () => options.credentials().token;
  const rest = createRestClient({ http: options.http, server: options.server, token });
  const session = createSession({ ...options, rest });
  const { has } = session;
  const isUp = () => ['catchingUp', 'live'].includes(link.connection().state);

  const toView = ({ clientMessageId: _, ...message }: Message): MessageView => ({
    ...message,
    own: message.senderId === ownUserId,
  });

  function show(dialogId: string, upserted: Message[], removed: string[]): void {
    directory.touch(dialogId);
    if (dialogId === openDialogId)
      emit({ type: 'messages', dialogId, upserted: upserted.map(toView), removed });
  }

  function onRequestFailed(error: unknown): void {
    if (error instanceof ApiError && error.status === 401) link.doubtAuth();
    log.warn('request.failed', { cause: String(error) });
  }

  const receipts = createReceipts({
    store,
    rest,
    clock,
    random,
    log,
    ownUserId,
    has,
    isLive: isUp,
    record: (dialogId) => directory.record(dialogId),
    updateRecord: (dialogId, change) => directory.update(dialogId, change),
    onMarksChanged: (dialogId, marks) => {
      if (dialogId === openDialogId) emit({ type: 'marks', dialogId, marks });
      directory.touch(dialogId);
    },
  });
  const directory = createDirectory({ store, clock, ownUserId, ownMark: receipts.own, emit });
  const presence = createPresence({ clock, ownUserId, emit });

  const outbox = createOutbox({
    store,
    clock,
    random,
    log,
    mayPost: () => link.connection().state !== 'authRequired',
    deduplicates: () => has('idempotency'),
    post: (job, message) =>
      rest.sendMessage(job.dialogId, { content: message.content, clientMessageId: job.clientMessageId }),
    accept: (dialogId, answer) => void intake.take(dialogId, [answer], () => ({})),
    verify: (dialogId) => catchUp.run(dialogId),
    onSignInNeeded: () => link.doubtAuth(),
    onMessageChanged: (message) => show(message.dialogId, [message], []),
  });

  const intake = createIntake({
    store,
    directory,
    receipts,
    outbox,
    presence,
    ownUserId,
    has,
    show,
    onSender: (userId) => {
      if (!directory.hasUser(userId)) void sync.learnUser(userId);
    },
  });

  const catchUp = createCatchUp({
    rest,
    store,
    has,
    record: directory.record,
    take: intake.take,
    takeMarks: (marks) => {
      for (const { dialogId, userId, ...seqs } of marks) receipts.takeMark(dialogId, userId, seqs);
    },
    takeDetails: (details) => {
      directory.takeDetails(details);
      receipts.takeMembers(details.dialogId, details.members);
    },
    onReplaced: showWindow,
    again: (dialogId, delayMs) => sync.catchUpSoon(dialogId, delayMs),
  });

  const sync = createSync({
    rest,
    store,
    directory,
    receipts,
    catchUp,
    clock,
    log,
    ownUserId,
    has,
    isUp,
    openDialogId: () => openDialogId,
    onFailed: onRequestFailed,
  });

  const rooms = createRooms({
    clock,
    log,
    has,
    emit: (name, payload) => link.emit(name, payload),
    emitWithAck: (name, payload, timeoutMs) => link.emitWithAck(name, payload, timeoutMs),
    recentDialogIds: () => directory.recent().map((record) => record.dialogId),
    onRejoined: () => sync.sweepSoon(),
  });

  const windows = createWindows({ store, directory, receipts, presence, catchUp, ownUserId, isUp, toView });
  const people = createPeople({ rest, directory, learnPeople: () => sync.learnPeople() });
  const sending = createSending({ store, directory, outbox, clock, random, ownUserId, show });

  const ledger = createLedger({ ...intake, store, directory, clock, ownUserId });

  const inbound = createInbound({
    log,
    onFailed: onRequestFailed,
    presence,
    onHello: (hello) => {
      session.takeHello(hello, link.connection().epoch);
      showConnection(connectionView.retryAt);
    },
    onMessage: (message) => void takeLive(message).catch(onRequestFailed),
    onMark: (dialogId, userId, deliveredSeq, readSeq) =>
      receipts.takeMark(dialogId, userId, { deliveredSeq, readSeq }),
    onStatus: (messageId, userId, status) => {
      const message = store.messageByWireId(messageId);
      // With watermarks the marks tell the same, in one event for many messages.
      if (message === null || has('watermarks')) return;
      const at = message.createdAt;
      receipts.takeMark(message.dialogId, userId, status === 'read' ? { readAt: at } : { deliveredAt: at });
    },
    onDialogHint: (reference) => {
      // Our own server tells each change in an event of its own.
      if (has('changes')) return;
      const dialogId = directory.dialogIdOf(reference);
      if (dialogId === null) sync.sweepSoon();
      else sync.catchUpSoon(dialogId);
    },
    onMessageHint: (messageId) => {
      const message = store.messageByWireId(messageId);
      if (message !== null) sync.catchUpSoon(message.dialogId);
    },
    onUserHint: (userId) => void sync.refreshUser(userId).catch(onRequestFailed),
    onListHint: (update) => void refreshDialogs(update).catch(onRequestFailed),
  });

  const link = createLink({
    url: options.server,
    token,
    clock,
    random,
    log,
    createSocket: options.createSocket,
    checkAuth: session.checkAuth,
    catchUp: catchUpAll,
    onEvent: inbound,
    onSignedOut: options.onSignedOut,
    onChange: (_connection, retryAt) => {
      if (!isUp()) {
        rooms.leaveAll();
        presence.reset();
      }
      showConnection(retryAt);
    },
  });

  async function takeLive(message: RemoteMessage): Promise<void> {
    if (directory.dialogIdOf(message.dialog) === null) {
      await sync.refreshList();
      void sync.learnPeople().catch(onRequestFailed);
    }
    const dialogId = directory.dialogIdOf(message.dialog);
    if (dialogId !== null && intake.takeLive(dialogId, message).needsFetch) sync.catchUpSoon(dialogId);
  }

  async function refreshDialogs(update: RemoteUpdate): Promise<void> {
    await sync.refreshList();
    const dialogId = directory.dialogIdOf(update.dialog);
    if (dialogId === null) await sync.learnPeople();
    else await sync.learnMembers(dialogId);
  }

  async function catchUpAll(isCurrent: () => boolean): Promise<void> {
    const finishEntry = ledger.begin(openDialogId);
    await session.featuresKnown(link.connection().epoch);
    if (!isCurrent()) return;
    await rooms.enter();
    outbox.kickAll();
    await sync.reconnected();
    if (!isCurrent()) return;
    const { received, firstMissedKey } = finishEntry(link.connection().epoch);
    if (connectedBefore) emit({ type: 'caughtUp', received, firstMissedKey });
    connectedBefore = true;
  }

  function showConnection(retryAt: number | null): void {
    const { state } = link.connection();
    const since = state === connectionView.state ? connectionView.since : clock.now();
    connectionView = { state, since, retryAt, features: session.features() };
    emit({ type: 'connection', connection: connectionView });
  }

  function showWindow(dialogId: string): void {
    if (dialogId === openDialogId) emit({ type: 'window', window: windows.open(dialogId) });
  }

  /** What is missing of the dialog just opened comes while it is already on screen. */
  async function completeOpened(dialogId: string): Promise<void> {
    await rooms.open(dialogId);
    const wasEmpty = directory.record(dialogId)?.certified === null;
    if (!isUp()) return;
    if (wasEmpty || !has('changes')) await catchUp.run(dialogId);
    if (wasEmpty) showWindow(dialogId);
    if (directory.record(dialogId)?.members === null) await sync.learnMembers(dialogId);
  }

  return {
    start: () => link.start(),
    hint: () => link.hint(),
    connection: () => connectionView,
    dialogs: () => directory.views(),
    users: () => directory.users(),
    presence: () => presence.view(),
    openDialogId: () => openDialogId,
    openDialog(dialogId: string) {
      const window = windows.open(dialogId);
      openDialogId = dialogId;
      void completeOpened(dialogId).catch(onRequestFailed);
      return window;
    },
    closeDialog(): void {
      openDialogId = null;
      rooms.close();
    },
    loadMessages: windows.page,
    send: sending.send,
    retry: sending.retry,
    discard: sending.discard,
    saveDraft(dialogId: string, text: string): void {
      if (directory.record(dialogId) === null) throw new CommandError('dialogNotFound');
      directory.saveDraft(dialogId, text.toWellFormed());
    },
    setTyping: (dialogId: string, typing: boolean) =>
      link.emit(typing ? 'typing:start' : 'typing:stop', { dialogId }),
    markRead(dialogId: string, key: string): void {
      const message = store.message(key);
      if (message === null || message.dialogId !== dialogId || message.id === null) return;
      if (receipts.markRead(dialogId, message)) directory.touch(dialogId);
    },
    searchPeople: people.search,
    createDialog: people.createDialog,
    logOut: () => (has('sessions') ? rest.logOut() : Promise.resolve(undefined)),
    diagnostics: (): Diagnostics => ({
      state: link.connection().state,
      epoch: link.connection().epoch,
      socketId: link.socketId(),
      server: options.server,
      features: session.features(),
      joinedRooms: rooms.joined(),
      outbox: outbox.jobs().map(({ clientMessageId, dialogId, attempts, held }) => ({
        clientMessageId,
        dialogId,
        attempts,
        state: held ? 'held' : 'queued',
      })),
      duplicatesDropped: intake.duplicatesDropped(),
      listeners: link.listenerCount(),
      ledger: ledger.entries(),
      connectionHistory: [],
      events: [],
      traces: [],
    }),
    stop(): void {
      session.stop();
      outbox.stop();
      sync.stop();
      receipts.stop();
      rooms.leaveAll();
      link.dispose();
      presence.reset();
      directory.stop();
      store.close();
    },
  };
}

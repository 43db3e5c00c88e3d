/** The parts of one account, made and joined: who calls whom is decided here and nowhere else. */
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { Message, User } from '../../shared/domain.ts';
import type { MessageView } from '../../shared/views.ts';
import { type Arrival, createArrivals } from './arrivals.ts';
import { createCallsByServer } from './callsByServer.ts';
import { createCatchUp } from './catchUp.ts';
import { offlineView } from './connection.ts';
import { createDirectory, readService } from './directory.ts';
import { createInbound } from './inbound.ts';
import { createIntake } from './intake.ts';
import { createJournal } from './journal.ts';
import { createLedger } from './ledger.ts';
import { createLink } from './link.ts';
import { createLiveCopies } from './liveCopies.ts';
import { createLostChats } from './lostChats.ts';
import { createMembers } from './members.ts';
import { createOpenDialog } from './openDialog.ts';
import { createOutage } from './outage.ts';
import { createOutbox } from './outbox.ts';
import { createPacedRest } from './pacedRest.ts';
import { createPeople } from './people.ts';
import type { ChatSocketFactory, Clock, ExplainOutage, HttpClient, Log, Random } from './ports.ts';
import { createPresence } from './presence.ts';
import { createReactions } from './reactions.ts';
import { createReceipts } from './receipts.ts';
import { ApiError } from './rest.ts';
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
  explainOutage?: ExplainOutage;
  clock: Clock;
  random: Random;
  log: Log;
  emit(event: BridgeEvent): void;
  /** Messages that are new here, once each, after they were stored. */
  onArrivals?(arrivals: Arrival[]): void;
  /** The server says that this sign-in is over. */
  onSignedOut(): void;
}

export function createAccountParts(options: AccountOptions) {
  const { store, clock, random, log, emit } = options;
  const ownUserId = options.user.userId;
  let connectedBefore = false;
  let connectionView = offlineView(clock.now());

  const token = () => options.credentials().token;
  const journal = createJournal(clock);
  const isOpen = (dialogId: string) => dialogId === onScreen.id();
  const { rest, pace } = createPacedRest({
    ...options,
    token,
    isUrgent: (dialogId) => isOpen(dialogId) || outbox.isUnsettled(dialogId),
    onAnswered: () => link.answered(),
  });
  const session = createSession({ ...options, rest });
  const { has } = session;
  const isGreeted = () => session.features().length > 0;
  const isUp = () => ['catchingUp', 'live'].includes(link.connection().state);
  const calls = createCallsByServer({ rest, clock, log, ownUserId, isUp, isGreeted });

  function toView(message: Message): MessageView {
    const { clientMessageId: _, ...shown } = message;
    return { ...shown, own: message.senderId === ownUserId, ...readService(message) };
  }

  function show(dialogId: string, upserted: Message[], removed: string[]): void {
    directory.touch(dialogId);
    if (dialogId !== onScreen.id()) return;
    emit({ type: 'messages', dialogId, upserted: upserted.map(toView), removed });
    for (const { key } of upserted) journal.stamp(key, 'forwarded');
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
      if (dialogId === onScreen.id()) emit({ type: 'marks', dialogId, marks });
      directory.touch(dialogId);
    },
    peerOf: (dialogId) => directory.peerOf(dialogId),
    unreadCount: (dialogId) => directory.unreadCount(dialogId),
  });
  const directory = createDirectory({
    store,
    clock,
    ownUserId,
    ownMark: receipts.own,
    onMembers: (dialogId, list) => {
      receipts.takeMembers(dialogId, list);
      presence.keepTyping(dialogId, list);
    },
    emit: (event) => {
      if (event.type === 'dialogs' && event.removed.includes(onScreen.id() ?? '')) onScreen.close();
      emit(event);
    },
  });
  const presence = createPresence({ clock, ownUserId, emit });

  const outbox = createOutbox({
    store,
    clock,
    random,
    log,
    mayPost: () => link.connection().state !== 'authRequired',
    deduplicates: () => has('idempotency'),
    post: ({ dialogId, clientMessageId }, { key, content }) => {
      journal.stamp(key, 'posted');
      return rest.sendMessage(dialogId, { content, clientMessageId });
    },
    accept: (dialogId, answer) => {
      journal.stamp(answer.clientMessageId ?? '', 'acked');
      intake.take(dialogId, [answer], () => ({}));
    },
    verify: (dialogId) => catchUp.run(dialogId),
    onSignInNeeded: () => link.doubtAuth(),
    onMessageChanged: (message) => show(message.dialogId, [message], []),
  });

  const arrivals = createArrivals({ store, ownUserId, tell: (list) => options.onArrivals?.(list) });
  const intake = createIntake({
    store,
    clock,
    arrivals,
    directory,
    receipts,
    outbox,
    presence,
    ownUserId,
    has,
    show,
    areReactionsKnown: (messageId) => reactions.areKnown(messageId),
    onSender: (userId) => {
      if (!directory.hasUser(userId)) void sync.learnUser(userId);
    },
  });

  const catchUp = createCatchUp({
    rest,
    pace,
    isOpen,
    store,
    has,
    record: directory.record,
    take: intake.take,
    takeMarks: receipts.takeMarks,
    takeDetails: directory.takeDetails,
    takeMembers: (dialogId, list) => {
      directory.takeMembers(dialogId, list);
      void learnPeople().catch(onRequestFailed);
    },
    onReplaced: (dialogId) => onScreen.replaced(dialogId),
    again: (dialogId, delayMs) => sync.catchUpSoon(dialogId, delayMs),
  });

  const lostChats = createLostChats({ rest, directory, openDialogId: () => onScreen.id(), emit });
  const sync = createSync({
    rest,
    store,
    directory,
    receipts,
    catchUp,
    pace,
    arrivals,
    clock,
    random,
    log,
    ownUserId,
    has,
    isUp,
    openDialogId: () => onScreen.id(),
    onGone: (dialogId) => lostChats.note(dialogId),
    onListed: (dialogIds) => {
      if (!isUp()) return;
      rooms.joinListed(dialogIds);
      void sync.learnPeople().catch(onRequestFailed);
    },
    onBehind: (dialogIds) => rooms.joinAgain(dialogIds),
    onFailed: onRequestFailed,
  });

  const rooms = createRooms({
    clock,
    log,
    has,
    emit: (name, payload) => link.emit(name, payload),
    emitWithAck: (name, payload, timeoutMs) => link.emitWithAck(name, payload, timeoutMs),
    recentDialogIds: () => directory.recent().map((record) => record.dialogId),
    onOpenRejoined: (dialogId) => sync.catchUpSoon(dialogId, 0),
    onRejoined: () => sync.sweepSoon(),
  });

  const windows = createWindows({ store, directory, receipts, presence, catchUp, ownUserId, isUp, toView });
  const onScreen = createOpenDialog({
    windows,
    directory,
    rooms,
    catchUp,
    has,
    isUp,
    learnMembers: sync.learnMembers,
    tryAgain: sync.tryAgain,
    emit,
    onFailed: onRequestFailed,
  });
  const learnPeople = () => sync.learnPeople();
  const people = createPeople({
    rest,
    directory,
    isGreeted,
    learnPeople,
  });
  const members = createMembers({ rest, directory, lostChats, ownUserId, has, learnPeople });
  const reactions = createReactions({
    store,
    rest: calls.reactions,
    ownUserId,
    has,
    show,
    fetch: (dialogId) => sync.catchUpSoon(dialogId),
    clock,
    log,
    isUp,
    openDialogId: () => onScreen.id(),
  });
  const sending = createSending({ store, directory, outbox, journal, clock, random, ownUserId, show });

  const outage = createOutage({
    explain: async () => options.explainOutage?.(options.server) ?? null,
    onExplained: () => showConnection(connectionView.retryAt),
  });
  const ledger = createLedger({ ...intake, store, directory, clock, ownUserId });

  const live = createLiveCopies({ directory, sync, intake, journal, presence, ownUserId });
  const inbound = createInbound({
    log,
    onFailed: onRequestFailed,
    presence,
    journal,
    onHello: (hello) => {
      session.takeHello(hello, link.connection().epoch);
      showConnection(connectionView.retryAt);
    },
    onMessage: (message) => void live.takeMessage(message).catch(onRequestFailed),
    onMark: (dialogId, userId, deliveredSeq, readSeq) =>
      receipts.takeMark(dialogId, userId, { deliveredSeq, readSeq }),
    onStatus: receipts.takeStatus,
    onTyping: (update) => live.takeTyping(update),
    onDialogHint: (reference) => {
      // Our own server tells each change in an event of its own.
      if (has('changes')) return;
      const dialogId = directory.dialogIdOf(reference);
      if (dialogId === null) sync.sweepSoon();
      else sync.catchUpSoon(dialogId);
    },
    onReaction: reactions.takeEvent,
    onReactor: reactions.takeOwn,
    onReactionHint: reactions.takeHint,
    onUserHint: (userId) => void sync.refreshUser(userId).catch(onRequestFailed),
    onListHint: (update) => void live.takeListUpdate(update).catch(onRequestFailed),
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
      outage.follow(link.connection().state);
      showConnection(retryAt);
    },
  });

  async function catchUpAll(isCurrent: () => boolean): Promise<void> {
    const finishEntry = ledger.begin(onScreen.id());
    calls.typing.forgetRoute();
    await session.featuresKnown(link.connection().epoch);
    if (!isCurrent()) return;
    await rooms.enter();
    outbox.kickAll();
    await sync.reconnected();
    if (!isCurrent()) return;
    reactions.looks.look();
    const { received, firstMissedKey } = finishEntry(link.connection().epoch);
    if (connectedBefore) emit({ type: 'caughtUp', received, firstMissedKey });
    connectedBefore = true;
  }

  function showConnection(retryAt: number | null): void {
    const { state, epoch } = link.connection();
    const problem = outage.problem();
    journal.connectionChanged(epoch, state, problem);
    const since = state === connectionView.state ? connectionView.since : clock.now();
    connectionView = { state, since, retryAt, problem, features: session.features() };
    emit({ type: 'connection', connection: connectionView });
  }

  return {
    arrivals,
    calls,
    connection: () => connectionView,
    directory,
    intake,
    journal,
    ledger,
    link,
    members,
    onScreen,
    outbox,
    people,
    presence,
    reactions,
    receipts,
    rest,
    rooms,
    sending,
    session,
    sync,
    windows,
  };
}

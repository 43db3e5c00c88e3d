/** The parts of one account, made and joined: who calls whom is decided here and nowhere else. */
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { User } from '../../shared/domain.ts';
import { createCallsByServer } from './callsByServer.ts';
import { createCatchUp } from './catchUp.ts';
import { observeCommits } from './changes.ts';
import { createDetailsIntake } from './detailsIntake.ts';
import { createDialogViews } from './dialogViews.ts';
import { createDirectory } from './directory.ts';
import { createBus } from './facts.ts';
import { createFocus } from './focus.ts';
import { createFreshness } from './freshness.ts';
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
import { createOutboxJobs } from './outboxJobs.ts';
import { createPacedRest } from './pacedRest.ts';
import { createPeople } from './people.ts';
import type { ChatSocketFactory, Clock, ExplainOutage, HttpClient, Log, Random } from './ports.ts';
import { createPresence, followMembers } from './presence.ts';
import { createReactions } from './reactions.ts';
import { createReceipts } from './receipts.ts';
import { ApiError } from './rest.ts';
import { createRooms } from './rooms.ts';
import { learnSenders } from './senders.ts';
import { createSending } from './sending.ts';
import { type Credentials, createSession } from './session.ts';
import { createStatus } from './status.ts';
import type { HistoryStore } from './store.ts';
import { createSync } from './sync.ts';
import { type Arrival, tellArrivals } from './views/arrivals.ts';
import { showChatList } from './views/chatList.ts';
import { createOpenWindow } from './views/openWindow.ts';
import { createWindowReader } from './views/windowReader.ts';

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
  const { clock, random, log, emit } = options;
  const store = observeCommits(options.store, log);
  const ownUserId = options.user.userId;
  let connectedBefore = false;

  const token = () => options.credentials().token;
  const bus = createBus();
  const journal = createJournal(clock);
  const focus = createFocus();
  const jobs = createOutboxJobs({ store, clock });
  const { rest, pace } = createPacedRest({
    ...options,
    token,
    isUrgent: (dialogId) => focus.isOn(dialogId) || jobs.isUnsettled(dialogId),
    onAnswered: () => bus.tell('answered'),
  });
  const session = createSession({ ...options, rest });
  const { has } = session;
  const isGreeted = () => session.features().length > 0;
  const status = createStatus({ clock, journal, features: session.features, emit });
  const { isUp } = status;
  const calls = createCallsByServer({ rest, clock, log, ownUserId, isUp, isGreeted });

  function onRequestFailed(error: unknown): void {
    if (error instanceof ApiError && error.status === 401) bus.tell('authDoubted');
    log.warn('request.failed', { cause: String(error) });
  }

  const directory = createDirectory({ store, ownUserId });
  const receipts = createReceipts({
    store,
    rest,
    clock,
    random,
    log,
    ownUserId,
    has,
    isLive: isUp,
    record: directory.record,
    updateRecord: directory.update,
    peerOf: directory.peerOf,
  });
  const freshness = createFreshness({ store, ownUserId });
  const presence = createPresence({ clock, ownUserId, emit });
  followMembers(store, directory, presence);

  // Views come first to what was committed: in this order.
  const ownMark = receipts.own;
  const views = createDialogViews({ store, directory, ownMark });
  const reader = createWindowReader({ store, directory, ownUserId, ownMark, isUp });
  const window = createOpenWindow({
    store,
    directory,
    reader,
    journal,
    focus,
    ownUserId,
    marks: receipts.marks,
    typingIn: presence.typingIn,
    isUp,
    emit,
  });
  const chatList = showChatList({ store, directory, views, receipts, clock, emit });
  tellArrivals({ store, ownUserId, tell: (list) => options.onArrivals?.(list) });

  const details = createDetailsIntake({ directory, receipts });
  const reactions = createReactions({
    store,
    rest: calls.reactions,
    ownUserId,
    has,
    fetch: (dialogId) => bus.tell('dialogBehind', dialogId),
    clock,
    log,
    isUp,
    openDialogId: focus.id,
  });
  const intake = createIntake({
    store,
    clock,
    directory,
    receipts,
    jobs,
    freshness,
    ownUserId,
    has,
    areReactionsKnown: reactions.areKnown,
  });

  const catchUp = createCatchUp({
    rest,
    pace,
    isOpen: focus.isOn,
    store,
    has,
    record: directory.record,
    take: intake.take,
    takeMarks: receipts.takeMarks,
    takeDetails: details.take,
    takeMembers: (dialogId, list) => {
      details.takeMembers(dialogId, list);
      bus.tell('membersTold');
    },
    again: (dialogId, delayMs) => bus.tell('dialogBehind', dialogId, delayMs),
  });

  const outbox = createOutbox({
    store,
    jobs,
    clock,
    random,
    log,
    mayPost: status.isSignedIn,
    deduplicates: () => has('idempotency'),
    post: ({ dialogId, clientMessageId }, { key, content }) => {
      journal.stamp(key, 'posted');
      return rest.sendMessage(dialogId, { content, clientMessageId });
    },
    accept: (dialogId, answer) => {
      journal.stamp(answer.clientMessageId ?? '', 'acked');
      intake.take(dialogId, [answer], () => ({}));
    },
    verify: catchUp.run,
    onSignInNeeded: () => bus.tell('authDoubted'),
  });

  const lostChats = createLostChats({ rest, directory, views, openDialogId: focus.id, emit });
  const sync = createSync({
    rest,
    store,
    directory,
    receipts,
    catchUp,
    freshness,
    pace,
    clock,
    random,
    log,
    ownUserId,
    has,
    isUp,
    openDialogId: focus.id,
    takeDetails: details.take,
    onGone: lostChats.note,
    onListed: (dialogIds) => bus.tell('dialogsListed', dialogIds),
    onBehind: (dialogIds) => bus.tell('dialogsBehind', dialogIds),
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
    onRejoined: sync.sweepSoon,
  });

  learnSenders({ store, directory, learnUser: sync.learnUser });
  const onScreen = createOpenDialog({
    store,
    window,
    reader,
    directory,
    rooms,
    catchUp,
    has,
    isUp,
    clock,
    learnMembers: sync.learnMembers,
    tryAgain: sync.tryAgain,
    onFailed: onRequestFailed,
  });
  const { learnPeople } = sync;
  const people = createPeople({
    rest,
    directory,
    isGreeted,
    learnPeople,
  });
  const members = createMembers({
    rest,
    directory,
    views,
    lostChats,
    ownUserId,
    has,
    learnPeople,
    takeDetails: details.take,
  });
  const sending = createSending({ store, directory, outbox, jobs, journal, clock, random, ownUserId });

  const outage = createOutage({
    explain: async () => options.explainOutage?.(options.server) ?? null,
    onExplained: status.explained,
  });
  const ledger = createLedger({ ...intake, store, directory, clock, ownUserId });

  const live = createLiveCopies({ directory, sync, intake, presence, journal, ownUserId });
  const inbound = createInbound({
    log,
    onFailed: onRequestFailed,
    presence,
    journal,
    onHello: (hello) => {
      session.takeHello(hello, status.epoch());
      status.featuresChanged();
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
    onChange: (connection, retryAt) => {
      outage.follow(connection.state);
      status.moved(connection, retryAt, outage.problem());
      if (!isUp()) bus.tell('disconnected');
    },
  });
  bus.on('answered', link.answered);
  bus.on('authDoubted', link.doubtAuth);
  bus.on('dialogBehind', sync.catchUpSoon);
  bus.on('membersTold', () => void learnPeople().catch(onRequestFailed));
  bus.on('dialogsListed', (dialogIds) => {
    if (!isUp()) return;
    rooms.joinListed(dialogIds);
    void learnPeople().catch(onRequestFailed);
  });
  bus.on('dialogsBehind', rooms.joinAgain);
  bus.on('disconnected', rooms.leaveAll);
  bus.on('disconnected', presence.reset);

  async function catchUpAll(isCurrent: () => boolean, epoch: number): Promise<void> {
    const finishEntry = ledger.begin(focus.id());
    calls.typing.forgetRoute();
    await session.featuresKnown(epoch);
    if (!isCurrent()) return;
    await rooms.enter();
    outbox.kickAll();
    await sync.reconnected();
    void onScreen.fill().catch(onRequestFailed);
    if (!isCurrent()) return;
    reactions.looks.look();
    const { received, firstMissedKey } = finishEntry(epoch);
    if (connectedBefore) emit({ type: 'caughtUp', received, firstMissedKey });
    connectedBefore = true;
  }

  return {
    calls,
    chatList,
    connection: status.view,
    directory,
    freshness,
    intake,
    jobs,
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
    store,
    sync,
    views,
    window,
  };
}

/** The parts of one account, made and joined: who calls whom is decided here and nowhere else. */
import { type AccountOptions, createAccountContext } from './accountContext.ts';
import { createLostChats } from './commands/lostChats.ts';
import { createMembers } from './commands/members.ts';
import { createOpenDialog } from './commands/openDialog.ts';
import { createPeople } from './commands/people.ts';
import { createReacting } from './commands/reacting.ts';
import { createSending } from './commands/sending.ts';
import { createInbound } from './connection/inbound.ts';
import { createLink } from './connection/link.ts';
import { createOutage } from './connection/outage.ts';
import { createRooms } from './connection/rooms.ts';
import { startKinds } from './outbox/jobs/kinds.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createReactions } from './outbox/reactions.ts';
import { createDirectory } from './people/directory.ts';
import { createPresence, followMembers } from './people/presence.ts';
import { learnSenders } from './people/senders.ts';
import { createReceipts } from './receipts/receipts.ts';
import { startViews } from './startViews.ts';
import { createCatchUp } from './sync/catchUp.ts';
import { createDetailsIntake } from './sync/detailsIntake.ts';
import { createFreshness } from './sync/freshness.ts';
import { createIntake } from './sync/intake.ts';
import { createLedger } from './sync/ledger.ts';
import { createLiveCopies } from './sync/liveCopies.ts';
import { createSync } from './sync/sync.ts';

export function createAccountParts(options: AccountOptions) {
  const context = createAccountContext(options);
  const { bus, calls, emit, focus, has, isUp, onFailed, session, status, store } = context;
  let connectedBefore = false;

  const directory = createDirectory(context);
  const receipts = createReceipts({
    ...context,
    isLive: isUp,
    record: directory.record,
    updateRecord: directory.update,
    peerOf: directory.peerOf,
  });
  const presence = createPresence(context);
  followMembers(store, directory, presence);
  const kept = { ...context, directory, receipts, presence };
  const { chatList, reader, views, window } = startViews(kept, (list) => options.onArrivals?.(list));

  const freshness = createFreshness(context);
  const details = createDetailsIntake(kept);
  const reactions = createReactions({
    ...context,
    rest: calls.reactions,
    fetch: (dialogId) => bus.tell('dialogBehind', dialogId),
  });
  const intake = createIntake({ ...kept, freshness, reactionsToldBy: reactions.toldBy });
  const catchUp = createCatchUp({
    ...context,
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
    ...context,
    mayPost: status.isSignedIn,
    kinds: startKinds({
      ...context,
      reactions,
      reactionCalls: calls.reactions,
      takeCopy: (dialogId, copy) => void intake.take(dialogId, [copy], () => ({})),
      look: catchUp.run,
    }),
    onSignInNeeded: () => bus.tell('authDoubted'),
  });

  const lostChats = createLostChats({ ...kept, views });
  const sync = createSync({
    ...kept,
    catchUp,
    freshness,
    takeDetails: details.take,
    onGone: lostChats.note,
    onListed: (dialogIds) => bus.tell('dialogsListed', dialogIds),
    onBehind: (dialogIds) => bus.tell('dialogsBehind', dialogIds),
  });
  const { learnPeople } = sync;
  const rooms = createRooms({
    ...context,
    emit: (name, payload) => link.emit(name, payload),
    emitWithAck: (name, payload, timeoutMs) => link.emitWithAck(name, payload, timeoutMs),
    recentDialogIds: () => directory.recent().map((record) => record.dialogId),
    onOpenRejoined: (dialogId) => sync.catchUpSoon(dialogId, 0),
    onRejoined: sync.sweepSoon,
  });
  learnSenders({ ...kept, learnUser: sync.learnUser });
  const onScreen = createOpenDialog({ ...kept, ...sync, window, reader, rooms, catchUp });
  const people = createPeople({ ...kept, learnPeople });
  const members = createMembers({ ...kept, views, lostChats, learnPeople, takeDetails: details.take });
  const sending = createSending({ ...kept, outbox });
  const reacting = createReacting({ ...kept, outbox, reactions });
  const ledger = createLedger({ ...kept, ...intake });

  const live = createLiveCopies({ ...kept, sync, intake });
  const inbound = createInbound({
    ...kept,
    onHello: (hello) => {
      session.takeHello(hello, status.epoch());
      status.featuresChanged();
    },
    onMessage: (message) => void live.takeMessage(message).catch(onFailed),
    onMark: (dialogId, userId, deliveredSeq, readSeq) =>
      receipts.takeMark(dialogId, userId, { deliveredSeq, readSeq }),
    onStatus: receipts.takeStatus,
    onTyping: live.takeTyping,
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
    onUserHint: (userId) => void sync.refreshUser(userId).catch(onFailed),
    onListHint: (update) => void live.takeListUpdate(update).catch(onFailed),
  });
  const outage = createOutage({
    explain: async () => options.explainOutage?.(options.server) ?? null,
    onExplained: status.explained,
  });
  const link = createLink({
    ...options,
    url: options.server,
    token: context.token,
    checkAuth: session.checkAuth,
    catchUp: catchUpAll,
    onEvent: inbound,
    onChange: (connection, retryAt) => {
      outage.follow(connection.state);
      status.moved(connection, retryAt, outage.problem());
      if (!isUp()) bus.tell('disconnected');
    },
  });
  bus.on('answered', link.answered);
  bus.on('authDoubted', link.doubtAuth);
  bus.on('dialogBehind', sync.catchUpSoon);
  bus.on('membersTold', () => void learnPeople().catch(onFailed));
  bus.on('dialogsListed', (dialogIds) => {
    if (!isUp()) return;
    rooms.joinListed(dialogIds);
    void learnPeople().catch(onFailed);
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
    void onScreen.fill().catch(onFailed);
    if (!isCurrent()) return;
    reactions.looks.look();
    const { received, firstMissedKey } = finishEntry(epoch);
    if (connectedBefore) emit({ type: 'caughtUp', received, firstMissedKey });
    connectedBefore = true;
  }

  return {
    ...kept,
    chatList,
    connection: status.view,
    freshness,
    intake,
    ledger,
    link,
    members,
    onScreen,
    outbox,
    people,
    reactions: { ...reactions, ...reacting },
    rooms,
    sending,
    sync,
    views,
    window,
  };
}

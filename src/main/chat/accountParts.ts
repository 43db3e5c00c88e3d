/** The parts of one account, each started with those before it; what comes later tells them by the bus or by a commit. */
import { type AccountOptions, createAccountContext } from './accountContext.ts';
import { createAttaching } from './commands/attaching.ts';
import { createEditing } from './commands/editing.ts';
import { createFingerprinting } from './commands/fingerprinting.ts';
import { createForwarding } from './commands/forwarding.ts';
import { createLostChats } from './commands/lostChats.ts';
import { createMembers } from './commands/members.ts';
import { createOpenDialog } from './commands/openDialog.ts';
import { createPeople } from './commands/people.ts';
import { createReacting } from './commands/reacting.ts';
import { createSending } from './commands/sending.ts';
import { createExamined } from './connection/examined.ts';
import { createRooms } from './connection/rooms.ts';
import { createEdits } from './outbox/edits.ts';
import { startKinds } from './outbox/jobs/kinds.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createReactions } from './outbox/reactions.ts';
import { createDirectory } from './people/directory.ts';
import { createMentions } from './people/mentions.ts';
import { createPresence, followMembers } from './people/presence.ts';
import { learnSenders } from './people/senders.ts';
import { createReceipts } from './receipts/receipts.ts';
import { createCatchUp } from './sync/catchUp.ts';
import { followMessageChanges } from './sync/changedMessages.ts';
import { createDetailsIntake } from './sync/detailsIntake.ts';
import { createFreshness } from './sync/freshness.ts';
import { createIntake } from './sync/intake.ts';
import { createLearning } from './sync/learning.ts';
import { createLedger } from './sync/ledger.ts';
import { followLiveCopies } from './sync/liveCopies.ts';
import { createOriginalLooks } from './sync/originalLooks.ts';
import { followConnections } from './sync/reconnecting.ts';
import { createSync } from './sync/sync.ts';
import { createOriginals } from './timeline/originals.ts';
import { tellArrivals } from './views/arrivals.ts';
import { showChatList } from './views/chatList.ts';
import { createDialogViews } from './views/dialogViews.ts';
import { createOpenWindow } from './views/openWindow.ts';
import { createWindowReader } from './views/windowReader.ts';

export function createAccountParts(options: AccountOptions) {
  const context = createAccountContext(options);
  const { calls, isUp, status } = context;

  const directory = createDirectory(context);
  const { record, update: updateRecord, peerOf } = directory;
  const receipts = createReceipts({ ...context, isLive: isUp, record, updateRecord, peerOf });
  context.store.onUndone(directory.readRecords);
  context.store.onUndone(receipts.readMarks);
  const presence = createPresence(context);
  const mentions = createMentions({ ...context, user: options.user, directory });
  const { metaFor: mentionMeta, meansOwn, unread: unreadMentions } = mentions;
  const originals = createOriginals(context);
  const nameOf = (userId: string) =>
    directory.userName(userId) ?? (userId === options.user.userId ? options.user.name : null);
  // What numbers its messages is our server, also before it has greeted, or where the greeting was lost.
  const keepsMeta = (dialogId: string) => context.isGreeted() || record(dialogId)?.headSeq != null;
  const known = { ...context, directory, receipts, presence, mentions, originals, nameOf, keepsMeta };
  const { own: ownMark, marks, takeMarks } = receipts;

  // What a person sees. They hear of commits in this order: whoever left types no more before the window is drawn.
  followMembers(known);
  const views = createDialogViews({ ...known, ownMark, unreadMentions });
  const reader = createWindowReader({ ...known, ownMark });
  const window = createOpenWindow({ ...known, reader, marks, typingIn: presence.typingIn });
  const chatList = showChatList({ ...known, views });
  tellArrivals({ ...known, meansOwn, tell: options.onArrivals });

  const { take: takeDetails, takeMembers } = createDetailsIntake(known);
  const freshness = createFreshness(known);
  const learning = createLearning({ ...known, takeDetails });
  const reactions = createReactions({ ...known, rest: calls.reactions });
  const edits = createEdits(context);
  const toldBy = { reactionsToldBy: reactions.toldBy, wordsToldBy: edits.toldBy };
  const intake = createIntake({ ...known, ...toldBy, freshness });
  const { take, takeAnswer: takeCopy } = intake;
  const ledger = createLedger({ ...known, ...intake });
  const { compared } = ledger;
  const catchUp = createCatchUp({ ...known, record, take, takeMarks, takeDetails, takeMembers, compared });
  const kinds = startKinds({
    ...known,
    reactions,
    edits,
    reactionCalls: calls.reactions,
    takeCopy,
    look: catchUp.run,
  });
  const outbox = createOutbox({ ...known, mayPost: status.isSignedIn, kinds });
  const sync = createSync({ ...known, catchUp, freshness });
  const originalLooks = createOriginalLooks({ ...known, takeCopy });
  const rooms = createRooms(known);
  const examined = createExamined({ ...context, rooms });

  learnSenders({ ...known, ...learning });
  followLiveCopies({ ...known, sync, learning, intake });
  followMessageChanges({ ...known, reactions, intake });
  followConnections({ ...known, rooms, outbox, sync, ledger });

  const lostChats = createLostChats({ ...known, views });
  const onScreen = createOpenDialog({ ...known, ...learning, ...sync, window, reader, rooms, catchUp });
  const people = createPeople({ ...known, ...learning });
  const members = createMembers({ ...known, ...learning, views, lostChats, takeDetails });
  const attaching = createAttaching({ ...known, limits: context.session.fileLimits });
  const sending = createSending({ ...known, outbox, attaching, mentionMeta });
  const forward = createForwarding({ ...known, sending, outbox });
  const editing = createEditing({ ...known, outbox, edits, mentionMeta });
  const { fingerprint } = createFingerprinting({ ...known, catchUp, edits });
  const reacting = createReacting({ ...known, outbox, reactions });

  return {
    ...known,
    attaching,
    chatList,
    editing,
    examined,
    fingerprint,
    forward,
    freshness,
    intake,
    ledger,
    members,
    onScreen,
    originalLooks,
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

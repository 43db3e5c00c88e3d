/** Reactions, edits and sends with their outbox, in virtual time, at a server whose answers the test gives. */
import { observeCommits } from '../../src/main/chat/changes.ts';
import { createEditing, type EditingOptions } from '../../src/main/chat/commands/editing.ts';
import { createReacting } from '../../src/main/chat/commands/reacting.ts';
import { createBus } from '../../src/main/chat/facts.ts';
import { createJournal } from '../../src/main/chat/journal.ts';
import { createEdits } from '../../src/main/chat/outbox/edits.ts';
import type { JobContext } from '../../src/main/chat/outbox/job.ts';
import { startKinds } from '../../src/main/chat/outbox/jobs/kinds.ts';
import { createOutbox } from '../../src/main/chat/outbox/outbox.ts';
import { createOutboxJobs } from '../../src/main/chat/outbox/outboxJobs.ts';
import { createReactions } from '../../src/main/chat/outbox/reactions.ts';
import { createSends } from '../../src/main/chat/outbox/sends.ts';
import type { HistoryStore } from '../../src/main/chat/store.ts';
import type { BridgeEvent } from '../../src/shared/bridge.ts';
import type { Message } from '../../src/shared/domain.ts';
import type { RemoteMessage } from '../../src/shared/remote.ts';
import { createMemoryHistory } from '../simulation/memoryHistory.ts';
import { createVirtualClock } from '../simulation/virtualClock.ts';

export const liked: Message = {
  key: 'key',
  id: 'msg_1',
  clientMessageId: null,
  dialogId: 'dlg_1',
  senderId: 'other',
  content: 'Готово',
  type: 'text',
  createdAt: 1_000,
  seq: 1,
  state: 'sent',
  failure: null,
  reactions: [{ emoji: '👍', count: 2, mine: true }],
  meta: {},
};

/** With the message `liked`, unless a store is given: what an earlier process left. */
export function createReactionStage(options: {
  server: 'ours' | 'old';
  rest?: Partial<JobContext['reactionCalls'] & JobContext['rest']>;
  store?: HistoryStore;
  startAt?: number;
  mentionMeta?: EditingOptions['mentionMeta'];
}) {
  const { server, rest = {}, store: kept = createMemoryHistory(), startAt = 0 } = options;
  if (options.store === undefined) {
    kept.saveMessage(liked);
    kept.addAliases('key', ['msg_1']);
  }
  const clock = createVirtualClock(startAt);
  const log = { info: () => {}, warn: () => {} };
  const store = observeCommits(kept, log);
  const fetched: string[] = [];
  const bus = createBus();
  bus.on('dialogBehind', (dialogId) => void fetched.push(dialogId));
  const told: BridgeEvent[] = [];
  const calls = {
    reactions: async () => [],
    react: async () => undefined,
    unreact: async () => undefined,
    sendMessage: async () => ({}) as RemoteMessage,
    editMessage: async () => ({}) as RemoteMessage,
    removeMessage: async () => ({}) as RemoteMessage,
    ...rest,
  };
  const context = {
    store,
    clock,
    log,
    jobs: createOutboxJobs({ store, clock }),
    ownUserId: 'me',
    has: () => server === 'ours',
    nameOf: () => null,
    keepsMeta: () => server === 'ours',
  };
  const { jobs } = context;
  const sends = createSends(context);
  const reactions = createReactions({
    ...context,
    rest: calls,
    bus,
    isUp: () => true,
    openDialogId: () => null,
  });
  const edits = createEdits(context);
  const outbox = createOutbox({
    ...context,
    random: () => 0.5,
    mayPost: () => true,
    bus,
    kinds: startKinds({
      ...context,
      sends,
      reactions,
      edits,
      journal: createJournal(clock),
      rest: calls,
      reactionCalls: calls,
      takeCopy: (_dialogId, { clientMessageId }) => {
        const row = store.message(String(clientMessageId));
        if (row !== null) store.saveMessage({ ...row, id: `msg_${row.key}`, state: 'sent' });
      },
      look: async () => {},
      emit: (event) => void told.push(event),
    }),
  });
  const reacting = createReacting({ ...context, outbox, reactions });
  const editing = createEditing({
    ...context,
    outbox,
    edits,
    mentionMeta: options.mentionMeta ?? (() => ({})),
  });
  return {
    reactions: { ...reactions, ...reacting },
    edits,
    editing,
    store,
    jobs,
    outbox,
    clock,
    fetched,
    told,
    shown: (key = 'key') => store.message(key)?.reactions,
    own: (key = 'key') => store.message(key)?.reactions.find(({ mine }) => mine)?.emoji ?? null,
    after: (delayMs: number) => clock.runUntil(clock.now() + delayMs),
    /** Writes a message that waits to be sent. */
    write(key: string): void {
      store.saveMessage({
        ...liked,
        key,
        id: null,
        clientMessageId: key,
        senderId: 'me',
        state: 'queued',
        reactions: [],
      });
      jobs.save({
        id: key,
        kind: 'send',
        dialogId: 'dlg_1',
        queuedAt: clock.now(),
        attempts: 0,
        ambiguous: false,
        held: false,
        dependsOn: [],
        payload: { messageKey: key },
      });
      outbox.kick('dlg_1');
    },
  };
}

/** The window of the open dialog: which part of it is shown, and what of a commit a person sees there (S14.2, S14.3). */
import type { BridgeEvent } from '../../../shared/bridge.ts';
import type { ErrorCode, Mark, Message } from '../../../shared/domain.ts';
import { compareMessages, comparePositions, isPending } from '../../../shared/messageOrder.ts';
import type { MessageView } from '../../../shared/views.ts';
import { foldWindow, isNews, type MessageWindow } from '../../../shared/windowFold.ts';
import type { ChangeSet, MessageChanges, ObservedStore } from '../changes.ts';
import type { Bus } from '../facts.ts';
import type { Focus } from '../focus.ts';
import type { Journal } from '../journal.ts';
import type { Directory } from '../people/directory.ts';
import type { Mentions } from '../people/mentions.ts';
import type { CertifiedInterval } from '../store.ts';
import type { Originals } from '../timeline/originals.ts';
import { toMessageView } from './messageViews.ts';
import { sameQuote } from './quotes.ts';
import { boundsOf, lowestOf, sideOf, type WindowBounds } from './windowBounds.ts';
import type { WindowPlace, WindowReader } from './windowReader.ts';

const pageSize = 50;

export interface OpenWindowOptions {
  bus: Bus;
  store: ObservedStore;
  originals: Originals;
  directory: Directory;
  mentions: Pick<Mentions, 'of'>;
  reader: WindowReader;
  journal: Journal;
  focus: Focus;
  ownUserId: string;
  marks(dialogId: string): Mark[];
  typingIn(dialogId: string): string[];
  isUp(): boolean;
  emit(event: BridgeEvent): void;
}

export interface KeptPart {
  first: string;
  last: string;
  seen?: string | undefined;
}

export type OpenWindow = ReturnType<typeof createOpenWindow>;

export function createOpenWindow(options: OpenWindowOptions) {
  const { store, directory, reader } = options;
  /** As the page has it: folded from the same events. */
  let shown: MessageWindow | null = null;
  let place: WindowPlace | undefined;
  let bounds: WindowBounds = { from: null, to: null };
  /** Others' messages above the bounds that came since, or that nobody had seen when they were let go of. */
  let beyond = new Set<string>();
  let certified: CertifiedInterval | null = null;

  const toView = (message: Message) => toMessageView(message, options);

  function emit(event: BridgeEvent): void {
    shown = foldWindow(shown, event);
    options.focus.move(shown?.dialogId ?? null);
    options.emit(event);
  }

  function noteForwarded(messages: readonly { key: string }[]): void {
    for (const { key } of messages) options.journal.traces.stamp(key, 'forwarded');
  }

  function show(
    dialogId: string,
    at: WindowPlace | undefined,
    { mayLoad = false, failure }: { mayLoad?: boolean; failure?: ErrorCode | undefined } = {},
  ): void {
    const part = reader.open(dialogId, at);
    const { messages, hasOlder, hasNewer, firstUnreadKey } = part;
    certified = directory.record(dialogId)?.certified ?? null;
    place = at;
    bounds = boundsOf(messages, part);
    beyond = new Set();
    const isEmpty = messages.length === 0;
    emit({
      type: 'window',
      window: {
        dialogId,
        messages: messages.map(toView),
        hasOlder,
        hasNewer,
        firstUnreadKey,
        marks: options.marks(dialogId),
        typingUserIds: options.typingIn(dialogId),
        loading: mayLoad && isEmpty && certified === null && options.isUp(),
        ...(isEmpty && failure !== undefined ? { failure } : {}),
      },
    });
    noteForwarded(messages);
  }

  function showAgain(dialogId: string, how: Parameters<typeof show>[2] = {}): void {
    const isGone = place?.at !== undefined && store.message(place.at) === null;
    show(dialogId, isGone ? undefined : place, how);
  }

  function close(): void {
    if (shown === null) return;
    place = undefined;
    emit({ type: 'window', window: null });
  }

  function follow(changes: ChangeSet): void {
    if (shown === null) return;
    const { dialogId } = shown;
    const record = directory.record(dialogId);
    if (record === null) {
      close();
      return;
    }
    const before = certified;
    certified = record.certified;
    if (changes.cleared || beginsElsewhere(before, certified)) {
      showAgain(dialogId, { mayLoad: changes.cleared });
      return;
    }
    const messages = changes.messages.get(dialogId);
    if (messages !== undefined) showChanges(shown, messages);
    if (changes.users.size > 0 || changes.records.has(dialogId)) showNames(shown);
    if (changes.marks.has(dialogId)) emit({ type: 'marks', dialogId, marks: options.marks(dialogId) });
  }

  function showChanges({ dialogId, byKey }: MessageWindow, { saved, added, removed }: MessageChanges): void {
    const beyondBefore = beyond.size;
    const messages = [...saved.values()];
    const inside = messages.filter((message) => sideOf(bounds, message) === 'inside');
    const outside = messages.filter((message) => sideOf(bounds, message) !== 'inside');
    for (const key of removed) beyond.delete(key);
    for (const message of outside) {
      if (message.removed !== undefined) beyond.delete(message.key);
      else if (isNews(toView(message)) && added.has(message.key) && sideOf(bounds, message) === 'above')
        beyond.add(message.key);
    }
    // What waited at the end takes its place among the sent ones, which may lie outside.
    const gone = [...removed, ...outside.map(({ key }) => key)].filter((key) => byKey.has(key));
    const upserted = inside.map(toView);
    upserted.push(...answersTo([...saved.keys(), ...removed]).filter(({ key }) => !saved.has(key)));
    if (upserted.length + gone.length === 0 && beyond.size === beyondBefore) return;
    emit({ type: 'messages', dialogId, upserted, removed: gone, newBeyond: beyond.size });
    noteForwarded(upserted);
  }

  /** Other people may be meant where members or their names are others now. */
  function showNames({ dialogId, messages }: MessageWindow): void {
    const upserted = messages
      .filter(({ content }) => content.includes('@'))
      .flatMap((message) => {
        const mentions = options.mentions.of(message);
        const isSame = JSON.stringify(mentions) === JSON.stringify(message.mentions ?? []);
        return isSame ? [] : [{ ...message, mentions }];
      });
    if (upserted.length > 0)
      emit({ type: 'messages', dialogId, upserted, removed: [], newBeyond: beyond.size });
  }

  /** What is shown otherwise now that these have changed: messages that answer them (S18.1). */
  function answersTo(names: string[]): MessageView[] {
    const answers = new Map(names.flatMap((name) => store.repliesTo(name)).map((row) => [row.key, row]));
    return [...answers.values()].flatMap((message) => {
      const before = shown?.byKey.get(message.key);
      const view = before && toView(message);
      return view === undefined || sameQuote(before?.quote, view.quote) ? [] : [view];
    });
  }

  /** The outermost message that the server has, as it is stored. */
  function edge(direction: 'older' | 'newer'): Message | null {
    const message = direction === 'older' ? shown?.messages.find(isSent) : shown?.messages.findLast(isSent);
    return message === undefined ? null : store.message(message.key);
  }

  function move(change: {
    added?: Message[];
    removed?: string[];
    hasOlder?: boolean;
    hasNewer?: boolean;
  }): void {
    if (shown === null) return;
    const { added = [], removed = [], hasOlder = shown.hasOlder, hasNewer = shown.hasNewer } = change;
    for (const { key } of added) beyond.delete(key);
    const { dialogId } = shown;
    const newBeyond = beyond.size;
    emit({ type: 'windowMoved', dialogId, added: added.map(toView), removed, hasOlder, hasNewer, newBeyond });
    noteForwarded(added);
    bounds = boundsOf(shown?.messages ?? [], { hasOlder, hasNewer });
  }

  store.onCommit('openWindow', follow);
  options.bus.on('originalGone', (name) => {
    const upserted = answersTo([name]);
    if (shown === null || upserted.length === 0) return;
    emit({ type: 'messages', dialogId: shown.dialogId, upserted, removed: [], newBeyond: beyond.size });
  });

  return {
    id: () => shown?.dialogId ?? null,
    /** Changes when the window was replaced, and not when it was moved. */
    generation: () => shown?.generation ?? null,
    place: () => place,
    /** Where its first sent message stands. */
    lowest: () => lowestOf(shown?.messages ?? []),
    /** Throws CommandError where the dialog or the message to show is not stored here. */
    open: (dialogId: string, at?: WindowPlace) => show(dialogId, at, { mayLoad: true }),
    showAgain,
    /** Nothing is there, because the first messages did not come. */
    hasFailed: () => shown?.failure !== undefined && shown.messages.length === 0,
    /** The first messages are here, or could not be fetched: for this reason, where it is to be told. */
    settle(dialogId: string, failure?: ErrorCode): void {
      if (shown?.dialogId !== dialogId) return;
      if (shown.loading || shown.failure !== undefined || (failure && shown.messages.length === 0))
        showAgain(dialogId, { failure });
    },
    close,
    /** Something is stored above the window. */
    hasOlder(): boolean {
      const first = edge('older');
      return first !== null && reader.older(first, 1).length > 0;
    },
    /** A whole page is stored above the window. */
    hasOlderPage(): boolean {
      const first = edge('older');
      return first !== null && reader.older(first, pageSize).length === pageSize;
    },
    /** Joins what is stored next to the window; false where nothing is, and yet there is more. */
    extend(direction: 'older' | 'newer'): boolean {
      const message = edge(direction);
      if (message === null) return true;
      const { dialogId } = message;
      const added = direction === 'older' ? reader.older(message, pageSize) : reader.newer(message, pageSize);
      if (direction === 'older') {
        const hasOlder = added.length > 0 && reader.hasOlderThan(dialogId, added[0]);
        const isAll = added.length > 0 || directory.record(dialogId)?.certified?.reachedStart === true;
        if (isAll) move({ added, hasOlder });
        return isAll;
      }
      const hasNewer = added.length > 0 && reader.hasNewerThan(dialogId, added.at(-1));
      if (!hasNewer) beyond.clear();
      move({ added, hasNewer });
      return true;
    },
    /**
     * Keeps what stands between the two messages and what waits to be sent; the rest comes back with its page. Others'
     * messages after `seen` go on being counted as new.
     */
    trim(dialogId: string, { first, last, seen }: KeptPart): void {
      if (shown?.dialogId !== dialogId) return;
      const { messages, byKey } = shown;
      const [low, high] = [byKey.get(first), byKey.get(last)];
      if (low === undefined || high === undefined) return;
      const older = messages.filter((message) => isSent(message) && compareMessages(message, low) < 0);
      const newer = messages.filter((message) => isSent(message) && compareMessages(message, high) > 0);
      const sentCount = messages.filter(isSent).length;
      const removed = [...older, ...newer].map(({ key }) => key);
      if (removed.length === 0 || removed.length === sentCount) return;
      const lowest = seen === undefined ? undefined : byKey.get(seen);
      for (const message of newer) {
        if (isNews(message) && (lowest === undefined || compareMessages(message, lowest) > 0))
          beyond.add(message.key);
      }
      move({
        removed,
        hasOlder: shown.hasOlder || older.length > 0,
        hasNewer: shown.hasNewer || newer.length > 0,
      });
    },
  };
}

function isSent(message: { id: string | null }): boolean {
  return !isPending(message);
}

/** What is stored begins higher up than before, or begins at all: what is on screen no longer joins on. */
function beginsElsewhere(before: CertifiedInterval | null, after: CertifiedInterval | null): boolean {
  if (before === null || after === null) return before !== after;
  return comparePositions(after.from, before.from) > 0;
}

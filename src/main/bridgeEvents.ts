import type { BridgeEvent } from '../shared/bridge.ts';

export interface EventBatcher {
  add(event: BridgeEvent): void;
  /** Sends what waits now, as before an answer that follows from it. */
  flush(): void;
  /** Drops what waits, as when the page has gone. */
  clear(): void;
}

const frameMs = 16;

/** At most one message to the page a frame, in order; what a later event replaces is not sent. */
export function createEventBatcher(options: {
  send: (events: BridgeEvent[]) => void;
  /** Runs the task once after the delay; answers a function that cancels it. */
  schedule: (delayMs: number, task: () => void) => () => void;
}): EventBatcher {
  let waiting: BridgeEvent[] = [];
  let cancel: (() => void) | null = null;

  function flush(): void {
    cancel?.();
    cancel = null;
    if (waiting.length === 0) return;
    const events = coalesce(waiting);
    waiting = [];
    options.send(events);
  }

  return {
    add: (event) => {
      waiting.push(event);
      cancel ??= options.schedule(frameMs, flush);
    },
    flush,
    clear: () => {
      cancel?.();
      cancel = null;
      waiting = [];
    },
  };
}

/**
 * Fewer events with the same outcome: what is about the same subject merges and takes the later place. Nothing moves past
 * an event that resets or moves what the page shows (session, window) or that it acts on (caughtUp, showDialog).
 */
export function coalesce(events: readonly BridgeEvent[]): BridgeEvent[] {
  const kept: BridgeEvent[] = [];
  let stretch = new Map<string, BridgeEvent>();
  for (const event of events) {
    const subject = subjectOf(event);
    if (subject === null) {
      kept.push(...stretch.values(), event);
      stretch = new Map();
      continue;
    }
    const before = stretch.get(subject);
    stretch.delete(subject);
    stretch.set(subject, before ? merge(before, event) : event);
  }
  kept.push(...stretch.values());
  return kept;
}

/** Events with equal subjects merge; null: it stands where it is. */
function subjectOf(event: BridgeEvent): string | null {
  switch (event.type) {
    case 'session':
    case 'window':
    case 'windowMoved':
    case 'caughtUp':
    case 'showDialog':
    case 'showScreen':
    case 'runAction':
      return null;
    case 'messages':
    case 'marks':
    case 'typing':
      return `${event.type} ${event.dialogId}`;
    default:
      return event.type;
  }
}

function merge(before: BridgeEvent, event: BridgeEvent): BridgeEvent {
  if (before.type === 'messages' && event.type === 'messages') {
    return { ...before, ...event, ...mergeChanges(before, event, (message) => message.key) };
  }
  if (before.type === 'dialogs' && event.type === 'dialogs') {
    return { ...event, ...mergeChanges(before, event, (dialog) => dialog.dialogId) };
  }
  if (before.type === 'marks' && event.type === 'marks') {
    return { ...event, marks: mergeItems(before.marks, event.marks, (mark) => mark.userId) };
  }
  if (before.type === 'transfers' && event.type === 'transfers') {
    return { ...event, transfers: { ...before.transfers, ...event.transfers } };
  }
  if (before.type === 'users' && event.type === 'users') {
    return { ...event, users: mergeItems(before.users, event.users, (user) => user.userId) };
  }
  return event;
}

interface Changes<Item> {
  upserted: Item[];
  removed: string[];
}

function mergeChanges<Item>(
  before: Changes<Item>,
  after: Changes<Item>,
  nameOf: (item: Item) => string,
): Changes<Item> {
  const gone = new Set(after.removed);
  const back = new Set(after.upserted.map(nameOf));
  const survivors = before.upserted.filter((item) => !gone.has(nameOf(item)));
  return {
    upserted: mergeItems(survivors, after.upserted, nameOf),
    removed: [...new Set([...before.removed, ...after.removed])].filter((name) => !back.has(name)),
  };
}

function mergeItems<Item>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
): Item[] {
  return [...new Map([...before, ...after].map((item) => [nameOf(item), item])).values()];
}

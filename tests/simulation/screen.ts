/** What a person would see: the engine's events folded as the page folds them, and looked at after every one. */
import { coalesce } from '../../src/main/bridgeEvents.ts';
import { createBus } from '../../src/main/chat/facts.ts';
import type { Clock } from '../../src/main/chat/ports.ts';
import type { HistoryStore } from '../../src/main/chat/store.ts';
import { createOriginals } from '../../src/main/chat/timeline/originals.ts';
import { sameQuote, toQuote } from '../../src/main/chat/views/quotes.ts';
import type { BridgeEvent } from '../../src/shared/bridge.ts';
import { compareMessages } from '../../src/shared/messageOrder.ts';
import type { DialogView, MessageView } from '../../src/shared/views.ts';
import { foldWindow, type MessageWindow } from '../../src/shared/windowFold.ts';
import { versionOf } from './changes.ts';
import { idsIn } from './worldFiles.ts';

/** As the bridge batches. */
const frameMs = 16;
/** Every row is compared with the store at each of so many events; those that an event brings, always. */
const wholeLookEvery = 20;

/** Faults by kind, as often as they were seen. */
export type ScreenFaults = Map<string, number>;

export type Screen = ReturnType<typeof createScreen>;

export function createScreen(options: {
  store: HistoryStore;
  clock: Clock;
  faults: ScreenFaults;
  /** The rule removed: this event never reaches the screen. */
  drops?: (event: BridgeEvent) => boolean;
}) {
  const { store, faults, drops = () => false } = options;
  const originals = createOriginals({ store, bus: createBus() });
  const dialogs = new Map<string, DialogView>();
  /** After each event; and as the page has it, which is handed a frame's events in one, merged. */
  let window: MessageWindow | null = null;
  let pageWindow: MessageWindow | null = null;
  let frame: BridgeEvent[] = [];
  /** By message: which of its texts was shown, or that it was removed. */
  const seen = new Map<string, number>();
  let frameBegan = 0;
  let count = 0;

  const fault = (kind: string) => void faults.set(kind, (faults.get(kind) ?? 0) + 1);

  function paint(): void {
    for (const event of coalesce(frame)) pageWindow = foldWindow(pageWindow, event);
    frame = [];
  }

  function look({ messages, byKey }: MessageWindow, changed: MessageView[]): void {
    let before: MessageView | undefined;
    for (const message of messages) {
      if (before && compareMessages(before, message) >= 0)
        fault(before.id === message.id ? 'twice' : 'order');
      before = message;
    }
    if (byKey.size !== messages.length) fault('twice');
    for (const message of changed) {
      if (!isStored(message)) fault('not stored');
      if (isOlderAgain(message)) fault('older again');
      if (!isQuoted(message)) fault('quote');
    }
  }

  function isStored(view: MessageView): boolean {
    const { key, id, createdAt, content, state, removed, edited, attachments = [] } = view;
    const row = store.message(key);
    if (row?.id !== id || row.removed !== removed || row.edited?.at !== edited?.at) return false;
    if (idsIn(row.meta).join() !== attachments.map(({ fileId }) => fileId).join()) return false;
    return row.createdAt === createdAt && row.content === content && row.state === state;
  }

  /** What it answers stands above it as it is stored. */
  function isQuoted({ key, quote }: MessageView): boolean {
    const row = store.message(key);
    const original = row && originals.of(row);
    if (!original) return row === null || quote === undefined;
    return original === 'unknown' ? quote?.key === null : sameQuote(quote, toQuote(original));
  }

  function isOlderAgain({ id, content, removed }: MessageView): boolean {
    if (id === null) return false;
    const before = seen.get(id) ?? 0;
    // A message that was missed may be found again (S6.14): a second row of it, sent when the first was gone.
    if (removed === 'missing') return false;
    const version = removed === undefined ? versionOf(content) : Number.POSITIVE_INFINITY;
    seen.set(id, version);
    return version < before;
  }

  return {
    window: () => window,
    dialogs: () => [...dialogs.values()],
    fault,
    /** What is there before any event. */
    start(list: DialogView[]): void {
      for (const dialog of list) dialogs.set(dialog.dialogId, dialog);
    },
    take(event: BridgeEvent): void {
      if (drops(event)) return;
      if (options.clock.now() - frameBegan >= frameMs) {
        paint();
        frameBegan = options.clock.now();
      }
      frame.push(event);
      if (event.type === 'dialogs') {
        for (const dialog of event.upserted) dialogs.set(dialog.dialogId, dialog);
        for (const dialogId of event.removed) dialogs.delete(dialogId);
      }
      const before = window;
      window = foldWindow(window, event);
      if (window === null || window === before) return;
      count += 1;
      const isWhole = event.type === 'window' || count % wholeLookEvery === 0;
      const brought =
        event.type === 'messages' ? event.upserted : event.type === 'windowMoved' ? event.added : [];
      look(window, isWhole ? window.messages : brought);
      const ids = isWhole ? window.messages.flatMap(({ id }) => id ?? []) : [];
      if (new Set(ids).size < ids.length) fault('twice');
    },
    /** All that the page shows is what the last look says. */
    finish(): void {
      paint();
      const keys = (shown: MessageWindow | null) => shown?.messages.map(({ key }) => key).join() ?? '';
      if (keys(window) !== keys(pageWindow)) fault('page');
      if (window !== null) look(window, window.messages);
    },
  };
}

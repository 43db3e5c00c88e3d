/** The dialog on screen: its room is joined, and what its window lacks is fetched. */
import type { Feature } from '../../shared/domain.ts';
import type { CatchUp } from './catchUp.ts';
import type { ObservedStore } from './changes.ts';
import { CommandError } from './commandError.ts';
import type { Directory } from './directory.ts';
import type { Rooms } from './rooms.ts';
import { positionOf } from './timeline.ts';
import type { OpenWindow } from './views/openWindow.ts';
import type { WindowPlace, WindowReader } from './views/windowReader.ts';

const fetchesAPage = 3;

export interface OpenDialogOptions {
  store: ObservedStore;
  window: OpenWindow;
  reader: WindowReader;
  directory: Directory;
  rooms: Rooms;
  catchUp: CatchUp;
  has(feature: Feature): boolean;
  isUp(): boolean;
  learnMembers(dialogId: string): Promise<void>;
  onFailed(error: unknown): void;
}

export function createOpenDialog(options: OpenDialogOptions) {
  const { store, window, reader, directory, rooms, catchUp, has, isUp } = options;

  const certifiedOf = (dialogId: string) => directory.record(dialogId)?.certified ?? null;

  /** What is missing of the dialog just opened comes while it is already on screen. */
  async function complete(dialogId: string, at: string | undefined): Promise<void> {
    const wasEmpty = certifiedOf(dialogId) === null;
    try {
      await rooms.open(dialogId);
      if (isUp() && (wasEmpty || !has('changes'))) await catchUp.run(dialogId);
    } finally {
      window.settle(dialogId);
    }
    if (isUp() && at !== undefined) await fillAround(dialogId, at);
    if (isUp() && directory.record(dialogId)?.members === null) await options.learnMembers(dialogId);
  }

  /** A message below the certified interval is shown at once with what is stored around it; what lacks there follows. */
  async function fillAround(dialogId: string, at: string): Promise<void> {
    const message = store.message(at);
    if (message === null || message.id === null) return;
    const around = () =>
      reader
        .open(dialogId, { at })
        .messages.map(({ key }) => key)
        .join(' ');
    const before = around();
    await catchUp.loadDownTo(dialogId, positionOf({ ...message, id: message.id }));
    const isShown = window.id() === dialogId && window.place()?.at === at;
    if (isShown && around() !== before) window.showAgain(dialogId);
  }

  function start(dialogId: string, at: string | undefined): void {
    void complete(dialogId, at).catch(options.onFailed);
  }

  async function loadOlder(dialogId: string): Promise<void> {
    const generation = window.generation();
    const isWhole = () => certifiedOf(dialogId)?.reachedStart === true;
    for (let fetches = 0; fetches < fetchesAPage && isUp(); fetches++) {
      if (isWhole() || window.hasOlderPage()) break;
      await catchUp.loadOlder(dialogId);
      if (window.id() !== dialogId || window.generation() !== generation) return;
    }
    // «Nothing, but there is more» would be asked again at once, and for ever.
    if (!window.extend('older')) throw new CommandError(isUp() ? 'serverFailed' : 'connectionLost');
  }

  store.onCommit('openDialog', ({ cleared }) => {
    const dialogId = window.id();
    if (dialogId === null) rooms.close();
    else if (cleared) start(dialogId, window.place()?.at);
  });

  return {
    /** Throws CommandError where the dialog or the message to show is not stored here. */
    open(dialogId: string, place?: WindowPlace): void {
      window.open(dialogId, place);
      start(dialogId, place?.at);
    },
    /** Extends the window by a page; rejects with CommandError where none can be had. */
    async load(dialogId: string, direction: 'older' | 'newer'): Promise<void> {
      // It was asked for of a window that has gone.
      if (window.id() !== dialogId) return;
      if (direction === 'older') await loadOlder(dialogId);
      else window.extend('newer');
    },
    close(): void {
      window.close();
      rooms.close();
    },
  };
}

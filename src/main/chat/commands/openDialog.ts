/** The dialog on screen: its room is joined, and what its window lacks is fetched. */
import type { ErrorCode, Feature, Position } from '../../../shared/domain.ts';
import { comparePositions } from '../../../shared/messageOrder.ts';
import type { ObservedStore } from '../changes.ts';
import { CommandError } from '../commandError.ts';
import type { Rooms } from '../connection/rooms.ts';
import type { Bus } from '../facts.ts';
import type { Directory } from '../people/directory.ts';
import type { Clock } from '../ports.ts';
import type { CatchUp } from '../sync/catchUp.ts';
import type { OpenWindow } from '../views/openWindow.ts';
import type { WindowPart, WindowPlace, WindowReader } from '../views/windowReader.ts';
import { historyFailure, reasonOf } from './historyFailure.ts';

const fetchesAPage = 3;
const fillRetryMs = 15_000;

export interface OpenDialogOptions {
  bus: Bus;
  store: ObservedStore;
  window: OpenWindow;
  reader: WindowReader;
  directory: Directory;
  rooms: Rooms;
  catchUp: CatchUp;
  has(feature: Feature): boolean;
  isUp(): boolean;
  clock: Clock;
  learnMembers(dialogId: string): Promise<void>;
  /** Asks for the dialog's history again, later and by itself. */
  tryAgain(dialogId: string): void;
  onFailed(error: unknown): void;
}

export function createOpenDialog(options: OpenDialogOptions) {
  const { store, window, reader, directory, rooms, catchUp, has, isUp } = options;

  const certifiedOf = (dialogId: string) => directory.record(dialogId)?.certified ?? null;

  /** What is missing of the dialog just opened comes while it is already on screen. */
  async function complete(dialogId: string): Promise<void> {
    const wasEmpty = certifiedOf(dialogId) === null;
    let failure: ErrorCode | undefined;
    try {
      await rooms.open(dialogId);
      if (isUp() && (wasEmpty || !has('changes'))) await catchUp.run(dialogId);
    } catch (error) {
      options.tryAgain(dialogId);
      failure = reasonOf(error);
      throw error;
    } finally {
      window.settle(dialogId, failure);
    }
    await fill();
    if (isUp() && directory.record(dialogId)?.members === null) await options.learnMembers(dialogId);
  }

  /**
   * What lies below the certified interval is shown at once with the holes it may have: where the reader jumped to, or
   * looked without a connection. What lacks there is fetched, and tried again until it has come.
   */
  async function fill(): Promise<void> {
    const [dialogId, lowest] = [window.id(), window.lowest()];
    if (dialogId === null || lowest === null || !isUp() || isCertified(dialogId, lowest)) return;
    const [generation, place] = [window.generation(), window.place()];
    const around = () => keysOf(reader.open(dialogId, place));
    const before = around();
    try {
      await catchUp.loadDownTo(dialogId, lowest);
    } catch (error) {
      options.clock.schedule(fillRetryMs, () => void fill().catch(options.onFailed));
      throw error;
    }
    const isShown = window.id() === dialogId && window.generation() === generation;
    if (isShown && isPlaced(place) && around() !== before) window.showAgain(dialogId);
  }

  function isCertified(dialogId: string, position: Position): boolean {
    const certified = certifiedOf(dialogId);
    return certified === null || certified.reachedStart || comparePositions(position, certified.from) >= 0;
  }

  function start(dialogId: string): void {
    void complete(dialogId).catch(options.onFailed);
  }

  /** False: nothing more came, and what came before it is worth showing. */
  async function fetchOlder(dialogId: string): Promise<boolean> {
    try {
      await catchUp.loadOlder(dialogId);
      return true;
    } catch (error) {
      if (window.hasOlder()) return false;
      throw historyFailure(error);
    }
  }

  async function loadOlder(dialogId: string): Promise<void> {
    const generation = window.generation();
    const isWhole = () => certifiedOf(dialogId)?.reachedStart === true;
    for (let fetches = 0; fetches < fetchesAPage && isUp(); fetches++) {
      if (isWhole() || window.hasOlderPage() || !(await fetchOlder(dialogId))) break;
      if (window.id() !== dialogId || window.generation() !== generation) return;
    }
    // «Nothing, but there is more» would be asked again at once, and for ever.
    if (!window.extend('older')) throw new CommandError(isUp() ? 'serverFailed' : 'connectionLost');
  }

  store.onCommit('openDialog', ({ cleared }) => {
    const dialogId = window.id();
    if (dialogId === null) rooms.close();
    else if (cleared) start(dialogId);
  });

  options.bus.on('caughtUp', () => void fill().catch(options.onFailed));

  return {
    /** Throws CommandError where the dialog or the message to show is not stored here. */
    open(dialogId: string, place?: WindowPlace): void {
      // Until it is known what became of another attempt, what failed stays on screen.
      const isAnotherAttempt = window.id() === dialogId && window.hasFailed() && !isPlaced(place);
      if (!isAnotherAttempt) window.open(dialogId, place);
      start(dialogId);
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

function isPlaced(place: WindowPlace | undefined): boolean {
  return place?.at !== undefined || place?.leftAt !== undefined;
}

function keysOf({ messages }: WindowPart): string {
  return messages.map(({ key }) => key).join(' ');
}

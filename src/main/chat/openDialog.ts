/** The dialog on screen: its window, its room, and what of it is still missing. */
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { ErrorCode, Feature } from '../../shared/domain.ts';
import type { DialogWindow } from '../../shared/views.ts';
import type { CatchUp } from './catchUp.ts';
import { CommandError } from './commandError.ts';
import type { Directory } from './directory.ts';
import { ApiError } from './rest.ts';
import type { Rooms } from './rooms.ts';
import { historyFailure, type WindowPlace, type Windows } from './windows.ts';

export interface OpenDialogOptions {
  windows: Windows;
  directory: Directory;
  rooms: Rooms;
  catchUp: CatchUp;
  has(feature: Feature): boolean;
  isUp(): boolean;
  learnMembers(dialogId: string): Promise<void>;
  /** Asks for the dialog's history again, later and by itself. */
  tryAgain(dialogId: string): void;
  emit(event: BridgeEvent): void;
  onFailed(error: unknown): void;
}

export function createOpenDialog(options: OpenDialogOptions) {
  const { windows, directory, rooms, catchUp, has, isUp } = options;
  let openId: string | null = null;
  let openPlace: WindowPlace | undefined;
  /** Dialogs looked at for the first time, whose first messages are on their way. */
  const filling = new Set<string>();

  /** Replaces what is on screen, where this dialog is, by what was fetched: nothing, where nothing was ever written. */
  function showAgain(dialogId: string, failure?: ErrorCode): void {
    if (dialogId !== openId) return;
    const window = windows.open(dialogId, openPlace);
    const isEmpty = window.messages.length === 0;
    options.emit({
      type: 'window',
      window: { ...window, loading: false, ...(isEmpty && failure ? { failure } : {}) },
    });
  }

  /** What is missing of the dialog just opened comes while it is already on screen. */
  async function complete(dialogId: string): Promise<void> {
    const wasEmpty = directory.record(dialogId)?.certified === null;
    if (wasEmpty) filling.add(dialogId);
    let failure: ErrorCode | undefined;
    try {
      await rooms.open(dialogId);
      if (isUp() && (wasEmpty || !has('changes'))) await catchUp.run(dialogId);
    } catch (error) {
      options.tryAgain(dialogId);
      failure = reasonOf(historyFailure(error));
      throw error;
    } finally {
      filling.delete(dialogId);
      if (wasEmpty) showAgain(dialogId, failure);
    }
    if (isUp() && openPlace?.at !== undefined) await fillAround(dialogId, openPlace.at);
    if (isUp() && directory.record(dialogId)?.members === null) await options.learnMembers(dialogId);
  }

  /** A message below the certified interval is shown at once with what is stored around it; what lacks there follows. */
  async function fillAround(dialogId: string, at: string): Promise<void> {
    const position = windows.positionOf(at);
    if (position === null) return;
    const before = keysOf(windows.open(dialogId, openPlace));
    await catchUp.loadDownTo(dialogId, position);
    if (dialogId !== openId || openPlace?.at !== at) return;
    if (keysOf(windows.open(dialogId, openPlace)) !== before) showAgain(dialogId);
  }

  return {
    id: () => openId,
    /** Throws CommandError where the dialog or the message to show is not stored here. */
    open(dialogId: string, place?: WindowPlace): DialogWindow {
      const window = windows.open(dialogId, place);
      openId = dialogId;
      openPlace = place;
      void complete(dialogId).catch(options.onFailed);
      return window;
    },
    showAgain,
    /** What is stored of the dialog begins elsewhere now, or begins at all, as when it was opened without a connection. */
    replaced(dialogId: string): void {
      if (!filling.has(dialogId)) showAgain(dialogId);
    },
    close(): void {
      openId = null;
      rooms.close();
    },
  };
}

/** Why the server gives no history; that there is no connection is told elsewhere. */
function reasonOf(error: unknown): ErrorCode | undefined {
  if (error instanceof CommandError) return error.code;
  return error instanceof ApiError && error.failure === null ? error.code : undefined;
}

function keysOf(window: DialogWindow): string {
  return window.messages.map(({ key }) => key).join(' ');
}

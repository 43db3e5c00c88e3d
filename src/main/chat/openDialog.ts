/** The dialog on screen: its window, its room, and what of it is still missing. */
import type { BridgeEvent, DialogWindow } from '../../shared/bridge.ts';
import type { Feature } from '../../shared/domain.ts';
import type { CatchUp } from './catchUp.ts';
import type { Directory } from './directory.ts';
import type { Rooms } from './rooms.ts';
import type { Windows } from './windows.ts';

export interface OpenDialogOptions {
  windows: Windows;
  directory: Directory;
  rooms: Rooms;
  catchUp: CatchUp;
  has(feature: Feature): boolean;
  isUp(): boolean;
  learnMembers(dialogId: string): Promise<void>;
  emit(event: BridgeEvent): void;
  onFailed(error: unknown): void;
}

export type OpenDialog = ReturnType<typeof createOpenDialog>;

export function createOpenDialog(options: OpenDialogOptions) {
  const { windows, directory, rooms, catchUp, has, isUp } = options;
  let openId: string | null = null;

  /** Replaces what is on screen, where this dialog is, by what was fetched: nothing, where nothing was ever written. */
  function showAgain(dialogId: string): void {
    if (dialogId !== openId) return;
    options.emit({ type: 'window', window: { ...windows.open(dialogId), loading: false } });
  }

  /** What is missing of the dialog just opened comes while it is already on screen. */
  async function complete(dialogId: string): Promise<void> {
    await rooms.open(dialogId);
    const wasEmpty = directory.record(dialogId)?.certified === null;
    if (!isUp()) return;
    if (wasEmpty || !has('changes')) await catchUp.run(dialogId);
    if (wasEmpty) showAgain(dialogId);
    if (directory.record(dialogId)?.members === null) await options.learnMembers(dialogId);
  }

  return {
    id: () => openId,
    /** `at`: the key of the message to show. Throws CommandError where dialog or message is not stored here. */
    open(dialogId: string, at?: string): DialogWindow {
      const window = windows.open(dialogId, at);
      openId = dialogId;
      void complete(dialogId).catch(options.onFailed);
      return window;
    },
    showAgain,
    close(): void {
      openId = null;
      rooms.close();
    },
  };
}

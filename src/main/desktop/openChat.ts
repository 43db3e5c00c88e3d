/** The chat that was on screen when this profile was last used comes back, for the person whose it was. */
import type { BridgeEvent } from '../../shared/bridge.ts';
import type { Engine } from '../chat/engine.ts';
import type { Events } from '../events.ts';
import type { SettingsStore } from '../storage/settings.ts';

const saveDelayMs = 1_000;

export interface OpenChatOptions {
  engine: Pick<Engine, 'session' | 'openDialogId' | 'openDialog' | 'findDialog'>;
  settings: SettingsStore;
  events: Pick<Events<BridgeEvent>, 'subscribe'>;
  /** Runs the task once after the delay; answers a function that cancels it. */
  schedule(delayMs: number, task: () => void): () => void;
}

export function createOpenChatMemory({ engine, settings, events, schedule }: OpenChatOptions) {
  let cancelSave: (() => void) | null = null;

  function save(): void {
    cancelSave?.();
    cancelSave = null;
    const session = engine.session();
    // What was open before an expired sign-in waits for the same person.
    if (session.state !== 'signedIn') return;
    const dialogId = engine.openDialogId();
    const { openChat } = settings.stored;
    const { userId } = session.user;
    const next = dialogId === null ? null : { userId, dialogId };
    if (openChat?.dialogId !== next?.dialogId || openChat?.userId !== next?.userId)
      settings.update({ openChat: next });
  }

  /** Not at once: who looks through chats shall not wait for the disk. */
  function saveSoon(): void {
    cancelSave ??= schedule(saveDelayMs, save);
  }

  events.subscribe((event) => {
    if (event.type === 'window') saveSoon();
    if (event.type === 'session' && event.session.state === 'signedOut' && event.session.reason !== 'expired')
      settings.update({ openChat: null });
  });

  return {
    save,
    /**
     * Opens it from the local store, before any connection. `instead`: the chat asked for by this start.
     * One that is gone, or that another person had open, stays closed.
     */
    restore(instead: string | null): void {
      const session = engine.session();
      if (session.state !== 'signedIn') return;
      const { openChat } = settings.stored;
      const remembered = openChat?.userId === session.user.userId ? openChat.dialogId : null;
      const dialogId = engine.findDialog(instead ?? '') ?? engine.findDialog(remembered ?? '');
      if (dialogId !== null) engine.openDialog(dialogId);
    },
  };
}

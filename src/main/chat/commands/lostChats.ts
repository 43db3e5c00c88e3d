/** Chats that went away while the person looked at them or had begun to write: said, with what was written. */
import type { BridgeEvent } from '../../../shared/bridge.ts';
import { isBlank } from '../../../shared/messageText.ts';
import type { Bus } from '../facts.ts';
import type { Directory } from '../people/directory.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import type { DialogViews } from '../views/dialogViews.ts';

type Reason = (BridgeEvent & { type: 'dialogLost' })['reason'];

export type LostChats = ReturnType<typeof createLostChats>;

export function createLostChats(options: {
  bus: Bus;
  rest: RestClient;
  directory: Pick<Directory, 'record'>;
  views: Pick<DialogViews, 'viewOf'>;
  openDialogId(): string | null;
  emit(event: BridgeEvent): void;
}) {
  /** By the person's own hand: the list may tell of it before the answer comes. */
  const expected = new Set<string>();

  async function reasonOf(dialogId: string): Promise<Reason> {
    try {
      await options.rest.dialog(dialogId);
      return 'unknown';
    } catch (error) {
      if (!(error instanceof ApiError)) return 'unknown';
      if (error.code === 'dialogNotFound') return 'deleted';
      return error.code === 'notMember' || error.code === 'forbidden' ? 'removed' : 'unknown';
    }
  }

  /** While it is still here: the server is asked why. */
  function note(dialogId: string): void {
    const record = options.directory.record(dialogId);
    if (record === null || expected.has(dialogId)) return;
    const { title, draft } = options.views.viewOf(record);
    if (dialogId !== options.openDialogId() && isBlank(draft)) return;
    void reasonOf(dialogId).then((reason) => options.emit({ type: 'dialogLost', title, reason, draft }));
  }

  options.bus.on('dialogGone', note);

  return {
    /** Runs what makes the chat go away on purpose. */
    async expecting(dialogId: string, work: () => Promise<unknown>): Promise<void> {
      expected.add(dialogId);
      try {
        await work();
      } finally {
        expected.delete(dialogId);
      }
    },
  };
}

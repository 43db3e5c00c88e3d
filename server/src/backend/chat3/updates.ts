import type { RemoteUpdate } from '../../../../src/shared/remote.ts';
import { parseMessageIds, parseReactor, parseUpdate } from '../../../../src/shared/wire.ts';
import { HttpError } from '../../contract/errors.ts';
import type { WireMessage } from '../../contract/wire.ts';
import type { DialogEventType } from '../events.ts';
import type { Chat3Context } from './context.ts';
import { dialogEvent } from './dialogEvents.ts';
import { memberIds } from './directory.ts';
import { reactionEvents, statusEvents } from './messages.ts';
import { NewestMessages } from './newestMessages.ts';

const DIALOG_EVENTS: readonly string[] = [
  'dialog.create',
  'dialog.update',
  'dialog.delete',
  'dialog.member.add',
  'dialog.member.remove',
] satisfies DialogEventType[];

/** Statuses that are remembered to have been told: each comes once for every member. */
const REMEMBERED = 10_000;

/**
 * What the broker brings, in envelope A, B or C (P6, P9.9). An update is taken for a hint and looked up in Chat3: it may name its
 * message by the database alone, and have its text cut and no meta. It comes once for every member; everybody is told at the first.
 */
export class Updates {
  readonly #context: Chat3Context;
  readonly #newest: NewestMessages;
  readonly #statuses = new Set<string>();

  constructor(context: Chat3Context) {
    this.#context = context;
    this.#newest = new NewestMessages(context);
  }

  /** Resolves when everybody here has been told. Throws what Chat3 fails with, and WireError. */
  async take(body: unknown): Promise<void> {
    const update = parseUpdate(body);
    const { eventType } = update;
    if (DIALOG_EVENTS.includes(eventType)) return this.#takeDialog(update, eventType as DialogEventType);
    if (!/^message\.(create|status|reaction)/.test(eventType)) return;
    const ids = [...new Set([...parseMessageIds(body), ...(update.message?.aliases ?? []), ...idsIn(body)])];
    if (eventType === 'message.create') return this.#takeMessage(update, ids);
    if (eventType.startsWith('message.status.')) return this.#takeStatus(update, ids);
    return this.#takeReaction(update, ids, parseReactor(body));
  }

  async #takeMessage(update: RemoteUpdate, ids: string[]): Promise<void> {
    const { relay, directory } = this.#context;
    const isTold = () => ids.some((id) => relay.wasTold(id));
    if (isTold()) return;
    const dialogId = await directory.resolve(update.dialog, update.userId ?? undefined);
    if (dialogId === undefined) return;
    const message = await this.#newest.find(dialogId, ids, isTold);
    if (!message) return;
    const members = memberIds(await directory.dialog(dialogId));
    relay.tellHere([{ type: 'message', members, message }]);
  }

  async #takeStatus({ dialog, status, userId }: RemoteUpdate, ids: string[]): Promise<void> {
    if (!status || status.status === 'unread') return;
    const key = `${ids.join(' ')} ${status.userId} ${status.status}`;
    if (this.#statuses.has(key)) return;
    this.#statuses.add(key);
    for (const old of this.#statuses) {
      if (this.#statuses.size <= REMEMBERED) break;
      this.#statuses.delete(old);
    }
    const found = await this.#lookUp(dialog, userId, ids);
    if (!found) return;
    const { message, members } = found;
    const { messageId, dialogId, senderId } = message;
    const told = { messageId, dialogId, userId: status.userId, status: status.status };
    this.#context.relay.tellHere(statusEvents(told, senderId, members));
  }

  async #takeReaction(
    { dialog, userId }: RemoteUpdate,
    ids: string[],
    reactorId: string | null,
  ): Promise<void> {
    const found = await this.#lookUp(dialog, userId, ids);
    if (!found || reactorId === null) return;
    const { chat3, directory, relay } = this.#context;
    const { messageId, dialogId } = found.message;
    const reactions = await chat3.reactions(messageId);
    const change = { userId: reactorId, before: null, reactions };
    relay.tellHere(reactionEvents({ messageId }, await directory.dialog(dialogId), change));
  }

  /** The message of these ids, if it is a new one: of others everybody reads when they look at them. */
  async #lookUp(
    dialog: RemoteUpdate['dialog'],
    userId: string | null,
    ids: string[],
  ): Promise<{ message: WireMessage; members: string[] } | undefined> {
    const dialogId = await this.#context.directory.resolve(dialog, userId ?? undefined);
    if (dialogId === undefined) return undefined;
    const message = await this.#newest.find(dialogId, ids, () => false);
    return message && { message, members: memberIds(await this.#context.directory.dialog(dialogId)) };
  }

  async #takeDialog(update: RemoteUpdate, eventType: DialogEventType): Promise<void> {
    const { directory, relay } = this.#context;
    const { userId } = update;
    const dialogId = await directory.resolve(update.dialog, userId ?? undefined);
    if (dialogId === undefined || userId === null) return;
    directory.forget(dialogId);
    const dialog = await directory.dialog(dialogId).catch((error: unknown) => {
      if (error instanceof HttpError && error.statusCode === 404) return undefined;
      throw error;
    });
    if (!dialog) {
      relay.tellHere([{ type: 'dialogClosed', dialogId }]);
      return;
    }
    const members = memberIds(dialog);
    if (!members.includes(userId)) relay.tellHere([{ type: 'evicted', dialogId, userId, members }]);
    relay.tellHere([
      dialogEvent(this.#context, dialog, {
        eventType,
        entityId: update.entityId ?? dialogId,
        told: [userId],
      }),
    ]);
  }
}

/** Envelope A: the data of a message's update is the message. */
function idsIn(body: unknown): string[] {
  const data = (body as { data?: unknown } | null)?.data;
  if (typeof data !== 'object' || data === null) return [];
  return ['_id', 'id', 'messageId'].flatMap((name) => {
    const id: unknown = Reflect.get(data, name);
    return typeof id === 'string' ? [id] : [];
  });
}

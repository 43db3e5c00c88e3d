import { setTimeout as delay } from 'node:timers/promises';
import type { WireMessage } from '../../contract/wire.ts';
import type { Chat3Context } from './context.ts';
import { withMeta } from './meta.ts';

/** What is asked for within so many milliseconds is read at once; by then Chat3 has written the meta of a new row. */
const GATHER_MS = 200;
/** Each look reads one page more. */
const LOOKS = 3;
const PAGE = 100;

interface Look {
  isNeeded: (() => boolean)[];
  messages: Promise<WireMessage[]>;
}

/** Finds new messages of dialogs by any of their ids, with few requests. */
export class NewestMessages {
  readonly #context: Chat3Context;
  readonly #looks = new Map<string, Look>();

  constructor(context: Chat3Context) {
    this.#context = context;
  }

  /** Undefined where it is not among the newest ones, or not looked for any more: `isOver` is asked before each look. */
  async find(dialogId: string, ids: string[], isOver: () => boolean): Promise<WireMessage | undefined> {
    for (let pages = 1; pages <= LOOKS; pages += 1) {
      const messages = await this.#look(dialogId, pages, () => !isOver());
      if (isOver()) return undefined;
      const found = messages.find(({ _id, messageId }) => ids.includes(_id) || ids.includes(messageId));
      if (found) return found;
    }
    this.#context.log.debug({ dialogId }, 'what an update names is not among the newest messages');
    return undefined;
  }

  #look(dialogId: string, pages: number, isNeeded: () => boolean): Promise<WireMessage[]> {
    const key = `${dialogId} ${pages}`;
    const waiting = this.#looks.get(key);
    if (waiting) {
      waiting.isNeeded.push(isNeeded);
      return waiting.messages;
    }
    const look: Look = { isNeeded: [isNeeded], messages: Promise.resolve([]) };
    look.messages = delay(GATHER_MS).then(() => {
      this.#looks.delete(key);
      return look.isNeeded.some((isStill) => isStill()) ? this.#read(dialogId, pages) : [];
    });
    this.#looks.set(key, look);
    return look.messages;
  }

  async #read(dialogId: string, pages: number): Promise<WireMessage[]> {
    const messages: WireMessage[] = [];
    for (let page = 0; page < pages; page += 1) {
      const { rows } = await this.#context.chat3.history(dialogId, { offset: page * PAGE, limit: PAGE });
      messages.push(...(await withMeta(this.#context, dialogId, rows)));
      if (rows.length < PAGE) break;
    }
    return messages;
  }
}

import { DIALOG_NOT_FOUND, forbidden, NOT_A_MEMBER, notFound } from '../../contract/errors.ts';
import type { Change } from '../../relay/relay.ts';
import type { Db } from '../../store/schema.ts';
import type { ChatEvent } from '../events.ts';
import type { Chat3Client } from './client.ts';
import { Chat3Error } from './failures.ts';
import type { Chat3Dialog } from './shapes.ts';
import { dialogIdOf, keepDialogId } from './store/dialogIds.ts';

/** How long membership may be believed, in milliseconds: Chat3 has other writers. */
const FRESH_MS = 3_000;
/** Dialogs that are remembered. */
const MOST = 10_000;
/** Of a person's newest dialogs, those looked through for an id that nobody has told yet. */
const SEARCHED = 20;

interface Known {
  dialog: Chat3Dialog;
  readAt: number;
}

/** The dialogs of Chat3 and who is in them, as they were a moment ago; and which dialog a database id means (P1.3, P9.7). */
export class Directory {
  readonly #chat3: Chat3Client;
  readonly #db: Db;
  readonly #change: Change;
  readonly #elapsed: () => number;
  readonly #tell: (event: ChatEvent) => void;
  readonly #known = new Map<string, Known>();
  readonly #reading = new Map<string, Promise<Chat3Dialog>>();
  readonly #names = new Map<string, string>();

  /** `tell`: of whoever was found to be a member no more. `elapsed`: milliseconds that only grow. */
  constructor(options: {
    chat3: Chat3Client;
    db: Db;
    change: Change;
    elapsed: () => number;
    tell: (event: ChatEvent) => void;
  }) {
    this.#chat3 = options.chat3;
    this.#db = options.db;
    this.#change = options.change;
    this.#elapsed = options.elapsed;
    this.#tell = options.tell;
  }

  /** At most `maxAgeMs` old. Throws 404 for an unknown dialog, and what Chat3 fails with. */
  async dialog(dialogId: string, maxAgeMs = FRESH_MS): Promise<Chat3Dialog> {
    const known = this.#known.get(dialogId);
    if (known && this.#elapsed() - known.readAt < maxAgeMs) return known.dialog;
    return this.#reading.get(dialogId) ?? this.#read(dialogId);
  }

  /** Throws 404 for an unknown dialog, 403 for somebody else's. */
  async requireMember(userId: string, dialogId: string, maxAgeMs = FRESH_MS): Promise<Chat3Dialog> {
    const dialog = await this.dialog(dialogId, maxAgeMs);
    if (!dialog.members.some((member) => member.userId === userId)) throw forbidden(NOT_A_MEMBER);
    return dialog;
  }

  /** Who was in it when it was last read, however long ago; nobody where it never was. */
  lastMembers(dialogId: string): string[] {
    return memberIds(this.#known.get(dialogId)?.dialog);
  }

  /** Its members may have changed. */
  forget(dialogId: string): void {
    this.#reading.delete(dialogId);
    const known = this.#known.get(dialogId);
    if (known) known.readAt = Number.NEGATIVE_INFINITY;
  }

  /** Which dialog is meant. `userId`: of a member, whose dialogs are looked through for an id that was never told. */
  async resolve(
    { dialogId, databaseId }: { dialogId: string | null; databaseId: string | null },
    userId?: string,
  ): Promise<string | undefined> {
    if (dialogId !== null) return dialogId;
    if (databaseId === null) return undefined;
    const named = this.#names.get(databaseId) ?? (await dialogIdOf(this.#db, databaseId));
    if (named !== undefined || userId === undefined) return named;
    const { rows } = await this.#chat3.dialogsOf(userId, { offset: 0, limit: SEARCHED }, false);
    for (const row of rows) {
      if (!this.#known.has(row.dialogId)) await this.dialog(row.dialogId);
      if (this.#names.has(databaseId)) break;
    }
    return this.#names.get(databaseId);
  }

  /** That this database id means this dialog. */
  async learn(databaseId: string | null, dialogId: string): Promise<void> {
    if (databaseId === null || this.#names.has(databaseId)) return;
    this.#names.set(databaseId, dialogId);
    if ((await dialogIdOf(this.#db, databaseId)) !== undefined) return;
    await this.#change(async (trx) => {
      await keepDialogId(trx, databaseId, dialogId);
      return { answer: undefined, events: [] };
    });
  }

  /** What was forgotten meanwhile is out of date already. */
  #read(dialogId: string): Promise<Chat3Dialog> {
    const began = this.#elapsed();
    const reading = this.#ask(dialogId)
      .then((dialog) => {
        if (this.#reading.get(dialogId) === reading) this.#take(dialog, began);
        return dialog;
      })
      .finally(() => {
        if (this.#reading.get(dialogId) === reading) this.#reading.delete(dialogId);
      });
    this.#reading.set(dialogId, reading);
    return reading;
  }

  async #ask(dialogId: string): Promise<Chat3Dialog> {
    try {
      const dialog = await this.#chat3.dialog(dialogId);
      await this.learn(dialog.databaseId, dialog.dialogId);
      return dialog;
    } catch (error) {
      if (error instanceof Chat3Error && error.statusCode === 404) {
        this.#known.delete(dialogId);
        throw notFound(DIALOG_NOT_FOUND);
      }
      throw error;
    }
  }

  /** Whoever is gone hears nothing more, whoever removed them. */
  #take(dialog: Chat3Dialog, readAt: number): void {
    const { dialogId } = dialog;
    const before = this.lastMembers(dialogId);
    this.#known.delete(dialogId);
    this.#known.set(dialogId, { dialog, readAt });
    for (const old of this.#known.keys()) {
      if (this.#known.size <= MOST) break;
      this.#known.delete(old);
    }
    const members = memberIds(dialog);
    for (const userId of before) {
      if (!members.includes(userId)) this.#tell({ type: 'evicted', dialogId, userId, members });
    }
  }
}

export const memberIds = (dialog: Chat3Dialog | undefined): string[] =>
  (dialog?.members ?? []).map(({ userId }) => userId);

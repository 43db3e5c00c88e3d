import type { ChatEvent } from '../backend/events.ts';
import type { ChatBackend } from '../backend/port.ts';
import { Bucket } from '../limits/limits.ts';

const BURST = 10;

/** «… is typing» of one socket: forwarded to the dialog's other members, at most so often. */
export class Typing {
  readonly #backend: Pick<ChatBackend, 'fellowMembers'>;
  readonly #tell: (event: ChatEvent) => void;
  readonly #userId: string;
  readonly #nameOf: () => Promise<string>;
  readonly #bucket: Bucket;
  readonly #active = new Set<string>();

  constructor(options: {
    backend: Pick<ChatBackend, 'fellowMembers'>;
    tell: (event: ChatEvent) => void;
    userId: string;
    nameOf: () => Promise<string>;
    perSecond: number;
    /** Milliseconds that only grow. */
    elapsed: () => number;
  }) {
    this.#backend = options.backend;
    this.#tell = options.tell;
    this.#userId = options.userId;
    this.#nameOf = options.nameOf;
    this.#bucket = new Bucket(options.perSecond, BURST, options.elapsed);
  }

  async start(dialogId: string): Promise<void> {
    if (!this.#bucket.take()) return;
    const userId = this.#userId;
    const members = await this.#backend.fellowMembers(userId, dialogId);
    if (members.length === 0) return;
    const userName = await this.#nameOf();
    this.#active.add(dialogId);
    this.#tell({ type: 'typing', dialogId, members, userId, userName });
  }

  /** Only what was started is stopped, so a stop never needs a cap of its own and is never swallowed by one. */
  async stop(dialogId: string): Promise<void> {
    if (!this.#active.delete(dialogId)) return;
    const userId = this.#userId;
    const members = await this.#backend.fellowMembers(userId, dialogId);
    if (members.length > 0) this.#tell({ type: 'typing', dialogId, members, userId, userName: null });
  }

  async stopAll(): Promise<void> {
    for (const dialogId of this.#active) await this.stop(dialogId);
  }
}

import type { ChatEvent } from '../backend/events.ts';
import type { ChatBackend } from '../backend/port.ts';
import type { Bucket } from '../limits/bucket.ts';

/** In the largest group one `typing:start` costs nine points. */
const MEMBERS_A_POINT = 125;

/** «… is typing» of one socket: forwarded to the dialog's other members, at most as often as `bucket` has points. */
export class Typing {
  readonly #backend: Pick<ChatBackend, 'fellowMembers'>;
  readonly #tell: (event: ChatEvent) => void;
  readonly #userId: string;
  readonly #nameOf: () => Promise<string>;
  readonly #bucket: Bucket;
  readonly #refused: () => void;
  #isOver = false;
  readonly #active = new Set<string>();

  constructor(options: {
    backend: Pick<ChatBackend, 'fellowMembers'>;
    tell: (event: ChatEvent) => void;
    userId: string;
    nameOf: () => Promise<string>;
    bucket: Bucket;
    refused: () => void;
  }) {
    this.#backend = options.backend;
    this.#tell = options.tell;
    this.#userId = options.userId;
    this.#nameOf = options.nameOf;
    this.#bucket = options.bucket;
    this.#refused = options.refused;
  }

  async start(dialogId: string): Promise<void> {
    if (!this.#bucket.take()) return this.#refused();
    const userId = this.#userId;
    const members = await this.#backend.fellowMembers(userId, dialogId);
    if (members.length === 0) return;
    if (!this.#bucket.take(Math.floor(members.length / MEMBERS_A_POINT))) return this.#refused();
    const userName = await this.#nameOf();
    if (this.#isOver) return;
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

  /** Its socket is gone: what is still on its way is not told any more. */
  async stopAll(): Promise<void> {
    this.#isOver = true;
    for (const dialogId of this.#active) await this.stop(dialogId);
  }
}

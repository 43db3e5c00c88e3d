import { memberIds } from '../backend/own/store/members.ts';
import type { Bucket } from '../limits/bucket.ts';
import type { Db } from '../store/schema.ts';
import { findUser } from '../store/users.ts';
import type { Hub } from './hub.ts';

/** In the largest group one `typing:start` costs nine points. */
const MEMBERS_A_POINT = 125;

/** «… is typing» of one socket: forwarded to the dialog's other members, at most as often as `bucket` has points. */
export class Typing {
  readonly #db: Db;
  readonly #hub: Hub;
  readonly #userId: string;
  readonly #bucket: Bucket;
  readonly #refused: () => void;
  readonly #active = new Set<string>();

  constructor(db: Db, hub: Hub, userId: string, bucket: Bucket, refused: () => void) {
    this.#db = db;
    this.#hub = hub;
    this.#userId = userId;
    this.#bucket = bucket;
    this.#refused = refused;
  }

  async start(dialogId: string): Promise<void> {
    if (!this.#bucket.take()) return this.#refused();
    const members = await memberIds(this.#db, dialogId);
    if (!members.includes(this.#userId)) return;
    if (!this.#bucket.take(Math.floor(members.length / MEMBERS_A_POINT))) return this.#refused();
    const user = await findUser(this.#db, this.#userId);
    this.#active.add(dialogId);
    this.#hub.toOthers(dialogId, members, this.#userId, 'typing:start', {
      userId: this.#userId,
      userName: user?.name ?? '',
      dialogId,
    });
  }

  /** Only what was started is stopped, so a stop never needs a cap of its own and is never swallowed by one. */
  async stop(dialogId: string): Promise<void> {
    if (!this.#active.delete(dialogId)) return;
    const members = await memberIds(this.#db, dialogId);
    if (!members.includes(this.#userId)) return;
    this.#hub.toOthers(dialogId, members, this.#userId, 'typing:stop', { userId: this.#userId, dialogId });
  }

  async stopAll(): Promise<void> {
    for (const dialogId of this.#active) await this.stop(dialogId);
  }
}

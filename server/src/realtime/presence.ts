import { peersOf } from '../backend/own/store/members.ts';
import type { Db } from '../store/schema.ts';
import type { Hub } from './hub.ts';

/** Who is online, told only to people who share a dialog with them. A user is online while one socket of theirs is. */
export class Presence {
  readonly #db: Db;
  readonly #hub: Hub;
  readonly #sockets = new Map<string, Set<string>>();
  /** Announcements go out in the order of the events, whatever the queries behind them take. */
  #announced: Promise<void> = Promise.resolve();
  readonly #failed: (error: unknown) => void;

  constructor(db: Db, hub: Hub, failed: (error: unknown) => void) {
    this.#db = db;
    this.#hub = hub;
    this.#failed = failed;
  }

  connected(user: { userId: string; userName: string }, socketId: string): void {
    const sockets = this.#sockets.get(user.userId) ?? new Set();
    sockets.add(socketId);
    this.#sockets.set(user.userId, sockets);
    if (sockets.size > 1) return;
    this.#announce(async () => this.#hub.toUsers(await peersOf(this.#db, user.userId), 'user:online', user));
  }

  disconnected(userId: string, socketId: string): void {
    const sockets = this.#sockets.get(userId);
    if (!sockets?.delete(socketId) || sockets.size > 0) return;
    this.#sockets.delete(userId);
    this.#announce(async () =>
      this.#hub.toUsers(await peersOf(this.#db, userId), 'user:offline', { userId }),
    );
  }

  isOnline(userId: string): boolean {
    return this.#sockets.has(userId);
  }

  /** The user's whole view, again: after hello, and when a change of membership changed who may see whom. */
  snapshot(userIds: string[], send?: (payload: { userIds: string[] }) => void): void {
    for (const userId of userIds.filter((id) => this.isOnline(id))) {
      this.#announce(async () => {
        const peers = await peersOf(this.#db, userId);
        const payload = { userIds: peers.filter((peerId) => this.isOnline(peerId)) };
        if (send) send(payload);
        else this.#hub.toUsers([userId], 'presence:snapshot', payload);
      });
    }
  }

  #announce(work: () => Promise<void>): void {
    this.#announced = this.#announced.then(work).catch(this.#failed);
  }

  async idle(): Promise<void> {
    await this.#announced;
  }
}

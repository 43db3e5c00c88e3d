import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { ChatBackend } from '../backend/port.ts';
import type { Hub } from './hub.ts';

/** After so many milliseconds of announcements others have a turn. */
const SLICE_MS = 5;
/** How long after a failure the same is tried again. */
const AGAIN_MS = 1_000;

export interface Somebody {
  userId: string;
  userName: string;
}

/** Who is here in other processes of the same server. */
export interface Elsewhere {
  isOnline: (userId: string) => boolean;
  /** Tells the others that somebody came to this process, or left it. */
  announce: (user: Somebody, isOnline: boolean) => void;
  /** `here`: who is in this process; `changed`: somebody may have come or gone in another one. */
  start: (here: () => Somebody[], changed: (user: Somebody) => void) => void;
  end: () => void;
}

export const nowhereElse: Elsewhere = {
  isOnline: () => false,
  announce: () => undefined,
  start: () => undefined,
  end: () => undefined,
};

/**
 * Who is online, told only to people who share a small dialog with them (P7.27). A user is online while one socket of theirs is,
 * in whatever process. Announcements are made one after the other, each once, however often somebody came and went meanwhile: a
 * thousand people who reconnect at the same moment hold up nobody.
 */
export class Presence {
  readonly #backend: Pick<ChatBackend, 'watchers'>;
  readonly #hub: Hub;
  readonly #elsewhere: Elsewhere;
  readonly #failed: (error: unknown) => void;
  readonly #here = new Map<string, { userName: string; sockets: Set<string> }>();
  /** Who was told to be online. */
  readonly #told = new Set<string>();
  readonly #waiting = new Set<NodeJS.Timeout>();
  /** Whose coming or going is to be told, with their names; whose view is to be told to themselves. */
  readonly #changed = new Map<string, string>();
  readonly #toRefresh = new Set<string>();
  #working: Promise<void> | undefined;

  constructor(options: {
    backend: Pick<ChatBackend, 'watchers'>;
    hub: Hub;
    elsewhere: Elsewhere;
    failed: (error: unknown) => void;
  }) {
    this.#backend = options.backend;
    this.#hub = options.hub;
    this.#elsewhere = options.elsewhere;
    this.#failed = options.failed;
  }

  connected(user: Somebody, socketId: string): void {
    const sockets = this.#here.get(user.userId)?.sockets ?? new Set();
    sockets.add(socketId);
    this.#here.set(user.userId, { userName: user.userName, sockets });
    if (sockets.size === 1) this.#elsewhere.announce(user, true);
    this.changed(user);
    this.refresh([user.userId]);
  }

  disconnected(user: Somebody, socketId: string): void {
    const sockets = this.#here.get(user.userId)?.sockets;
    if (!sockets?.delete(socketId) || sockets.size > 0) return;
    this.#here.delete(user.userId);
    this.#elsewhere.announce(user, false);
    this.changed(user);
  }

  isOnline(userId: string): boolean {
    return this.#here.has(userId) || this.#elsewhere.isOnline(userId);
  }

  /** Everybody with a socket in this process. */
  here(): Somebody[] {
    return [...this.#here].map(([userId, { userName }]) => ({ userId, userName }));
  }

  /** Somebody may have come or gone, here or elsewhere. */
  changed({ userId, userName }: Somebody): void {
    this.#changed.set(userId, userName);
    this.#work();
  }

  /** The whole view of these people, again: after hello, and when a change of membership changed who may see whom. */
  refresh(userIds: string[]): void {
    for (const userId of userIds) if (this.#here.has(userId)) this.#toRefresh.add(userId);
    this.#work();
  }

  /** Resolves when everything has been told that can be. */
  async idle(): Promise<void> {
    for (const timer of this.#waiting) clearTimeout(timer);
    while (this.#working) await this.#working;
  }

  #work(): void {
    this.#working ??= this.#tellAll().finally(() => {
      this.#working = undefined;
    });
  }

  async #tellAll(): Promise<void> {
    let began = performance.now();
    for (let task = this.#next(); task; task = this.#next()) {
      await task();
      if (performance.now() - began < SLICE_MS) continue;
      await turnOfTheLoop();
      began = performance.now();
    }
  }

  #next(): (() => Promise<void>) | undefined {
    for (const [userId, userName] of this.#changed) {
      this.#changed.delete(userId);
      return () => this.#tellChange({ userId, userName });
    }
    for (const userId of this.#toRefresh) {
      this.#toRefresh.delete(userId);
      return () => this.#tellView(userId);
    }
    return undefined;
  }

  async #tellChange(user: Somebody): Promise<void> {
    const { userId } = user;
    const isOnline = this.isOnline(userId);
    if (this.#told.has(userId) === isOnline) return;
    try {
      const watchers = (await this.#backend.watchers(userId)).filter((id) => this.#here.has(id));
      if (isOnline) this.#told.add(userId);
      else this.#told.delete(userId);
      if (isOnline) this.#hub.toUsers(watchers, 'user:online', user);
      else this.#hub.toUsers(watchers, 'user:offline', { userId });
    } catch (error) {
      this.#failed(error);
      this.#later(() => this.changed(user));
    }
  }

  /** By what was told, not by what is: whatever changes meanwhile is told after it. */
  async #tellView(userId: string): Promise<void> {
    try {
      const watched = await this.#backend.watchers(userId);
      const userIds = watched.filter((id) => this.#told.has(id));
      this.#hub.toUsers([userId], 'presence:snapshot', { userIds });
    } catch (error) {
      this.#failed(error);
      this.#later(() => this.refresh([userId]));
    }
  }

  #later(again: () => void): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      again();
    }, AGAIN_MS);
    this.#waiting.add(timer);
  }
}

import type { Server } from 'socket.io';

export const dialogRoom = (dialogId: string) => `dialog:${dialogId}`;
export const userRoom = (userId: string) => `user:${userId}`;
export const sessionRoom = (sessionId: string) => `session:${sessionId}`;

const OLD_CLIENTS = 'old-clients';
const oldClientRoom = (userId: string) => `${OLD_CLIENTS}:${userId}`;
/** Of a socket that did not say at its handshake that it knows our events. */
export const oldClientRooms = (userId: string) => [OLD_CLIENTS, oldClientRoom(userId)];

/** Evictions and ends of the last so many milliseconds are remembered: longer than a check of membership or of a token takes. */
const REMEMBERED_MS = 30_000;

/** The rooms of this process. One emit to a union of rooms reaches each socket once. */
export class Hub {
  readonly #io: Server;
  readonly #elapsed: () => number;
  /** When somebody was put out of a dialog, or everybody (`*`), and when sessions and accounts were ended, in the order of time. */
  readonly #over = new Map<string, number>();

  constructor(io: Server, elapsed: () => number) {
    this.#io = io;
    this.#elapsed = elapsed;
  }

  /** To everyone in the dialog: those who have it open and every other socket of its members. */
  toDialog(dialogId: string, memberIds: string[], event: string, payload: unknown): void {
    this.#io.to([dialogRoom(dialogId), ...memberIds.map(userRoom)]).emit(event, payload);
  }

  /** As toDialog, but not to the sockets of one user. */
  toOthers(dialogId: string, memberIds: string[], userId: string, event: string, payload: unknown): void {
    const rooms = [dialogRoom(dialogId), ...memberIds.map(userRoom)];
    this.#io.to(rooms).except(userRoom(userId)).emit(event, payload);
  }

  toUsers(userIds: string[], event: string, payload: unknown): void {
    // An empty list of rooms would mean everybody.
    if (userIds.length > 0) this.#io.to(userIds.map(userRoom)).emit(event, payload);
  }

  /** Which of these people have a client that knows no event of ours. */
  withOldClients(userIds: string[]): string[] {
    if (!this.#isOccupied(OLD_CLIENTS)) return [];
    return userIds.filter((userId) => this.#isOccupied(oldClientRoom(userId)));
  }

  toOldClients(userId: string, event: string, payload: unknown): void {
    this.#io.to(oldClientRoom(userId)).emit(event, payload);
  }

  isHere(userId: string): boolean {
    return this.#isOccupied(userRoom(userId));
  }

  #isOccupied(room: string): boolean {
    return this.#io.of('/').adapter.rooms.has(room);
  }

  evict(dialogId: string, userId: string): void {
    this.#remember(`${dialogId} ${userId}`);
    this.#io.in(userRoom(userId)).socketsLeave(dialogRoom(dialogId));
  }

  closeDialog(dialogId: string): void {
    this.#remember(`${dialogId} *`);
    this.#io.socketsLeave(dialogRoom(dialogId));
  }

  /** Whether the user may have been put out after `since`, of the clock that only grows: a check begun then says nothing. */
  wasEvicted(dialogId: string, userId: string, since: number): boolean {
    return this.#wasOver([`${dialogId} ${userId}`, `${dialogId} *`], since);
  }

  /** The same of a session or its user: a check of the token begun at `since` says nothing. */
  wasEnded({ userId, sessionId }: { userId: string; sessionId: string }, since: number): boolean {
    return this.#wasOver([userRoom(userId), sessionRoom(sessionId)], since);
  }

  #wasOver(keys: string[], since: number): boolean {
    return keys.some((key) => (this.#over.get(key) ?? -1) >= since);
  }

  #remember(key: string): void {
    const now = this.#elapsed();
    this.#over.delete(key);
    this.#over.set(key, now);
    for (const [known, at] of this.#over) {
      if (at > now - REMEMBERED_MS) break;
      this.#over.delete(known);
    }
  }

  /** Ends all sockets of the user, and says why (P7.24). */
  endUser(userId: string, code: string): void {
    this.#remember(userRoom(userId));
    this.toUsers([userId], 'session:ended', { code });
    this.#io.in(userRoom(userId)).disconnectSockets(true);
  }

  endSession(sessionId: string): void {
    this.#remember(sessionRoom(sessionId));
    this.#io.in(sessionRoom(sessionId)).disconnectSockets(true);
  }
}

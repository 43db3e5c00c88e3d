import type { Server } from 'socket.io';
import { updateEnvelope } from '../contract/wire.ts';
import { newEventId } from '../ids.ts';

export const dialogRoom = (dialogId: string) => `dialog:${dialogId}`;
export const userRoom = (userId: string) => `user:${userId}`;
export const sessionRoom = (sessionId: string) => `session:${sessionId}`;

const OLD_CLIENTS = 'old-clients';
const oldClientRoom = (userId: string) => `${OLD_CLIENTS}:${userId}`;
/** Of a socket that did not say at its handshake that it knows our events. */
export const oldClientRooms = (userId: string) => [OLD_CLIENTS, oldClientRoom(userId)];

export interface Update {
  eventType: string;
  dialogId: string;
  entityId: string;
  data: Record<string, unknown>;
  now: number;
}

/** What the server says to sockets. One emit to a union of rooms reaches each socket once. */
export class Hub {
  readonly #io: Server;

  constructor(io: Server) {
    this.#io = io;
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

  toRooms(rooms: string[], event: string, payload: unknown): void {
    this.#io.to(rooms).emit(event, payload);
  }

  toUsers(userIds: string[], event: string, payload: unknown): void {
    // An empty list of rooms would mean everybody.
    if (userIds.length > 0) this.#io.to(userIds.map(userRoom)).emit(event, payload);
  }

  servesOldClients(): boolean {
    return this.#isOccupied(OLD_CLIENTS);
  }

  /** Under both names that old clients listen to, with one event id; under one to those who know it. */
  update(recipientIds: string[], update: Update): void {
    const eventId = newEventId();
    for (const userId of recipientIds) {
      const envelope = updateEnvelope(userId, { ...update, eventId });
      this.toUsers([userId], 'chat3:update', envelope);
      if (update.dialogId !== '') this.#toOldClients(userId, 'dialog:update', () => envelope);
    }
  }

  messageUpdate(recipientIds: string[], update: Update): void {
    const eventId = newEventId();
    for (const userId of recipientIds) {
      this.#toOldClients(userId, 'message:update', () => updateEnvelope(userId, { ...update, eventId }));
    }
  }

  /** An emit costs its encoding even where nobody is. */
  #toOldClients(userId: string, event: string, payload: () => unknown): void {
    const room = oldClientRoom(userId);
    if (this.#isOccupied(room)) this.#io.to(room).emit(event, payload());
  }

  #isOccupied(room: string): boolean {
    return this.#io.of('/').adapter.rooms.has(room);
  }

  evict(dialogId: string, userIds: string[]): void {
    if (userIds.length > 0) this.#io.in(userIds.map(userRoom)).socketsLeave(dialogRoom(dialogId));
  }

  closeDialog(dialogId: string): void {
    this.#io.socketsLeave(dialogRoom(dialogId));
  }

  /** Ends all sockets of the user, and says why (P7.24). */
  endUser(userId: string, code: string): void {
    this.toUsers([userId], 'session:ended', { code });
    this.#io.in(userRoom(userId)).disconnectSockets(true);
  }

  endSession(sessionId: string): void {
    this.#io.in(sessionRoom(sessionId)).disconnectSockets(true);
  }
}

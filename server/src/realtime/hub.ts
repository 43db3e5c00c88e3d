import type { Server } from 'socket.io';
import { newEventId } from '../ids.ts';
import { updateEnvelope } from '../wire.ts';

export const dialogRoom = (dialogId: string) => `dialog:${dialogId}`;
export const userRoom = (userId: string) => `user:${userId}`;
export const sessionRoom = (sessionId: string) => `session:${sessionId}`;

export interface DialogUpdate {
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

  /** Envelope B under both names that the clients of the old backend listen to, with one event id. */
  update(recipientIds: string[], update: DialogUpdate): void {
    const eventId = newEventId();
    for (const userId of recipientIds) {
      const envelope = updateEnvelope(userId, { ...update, eventId });
      this.toUsers([userId], 'chat3:update', envelope);
      if (update.dialogId !== '') this.toUsers([userId], 'dialog:update', envelope);
    }
  }

  evict(dialogId: string, userIds: string[]): void {
    if (userIds.length > 0) this.#io.in(userIds.map(userRoom)).socketsLeave(dialogRoom(dialogId));
  }

  closeDialog(dialogId: string): void {
    this.#io.socketsLeave(dialogRoom(dialogId));
  }

  endSession(sessionId: string): void {
    this.#io.in(sessionRoom(sessionId)).disconnectSockets(true);
  }
}

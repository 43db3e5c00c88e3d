/** What breaks between people and the server in memory. */
import type { ChatSocketHandlers, Clock, Random } from '../../src/main/chat/ports.ts';

export interface Connection {
  userId: string;
  handlers: ChatSocketHandlers;
  rooms: Set<string>;
  connectedAt: number;
  open: boolean;
  /** Nothing passes either way, and neither end knows. */
  halfOpen: boolean;
}

export function createBreakages(options: {
  clock: Clock;
  random: Random;
  connections: ReadonlySet<Connection>;
}) {
  const { clock, random, connections } = options;
  const chance = (share: number) => random() < share;
  const offline = new Set<string>();

  return {
    isOffline: (userId: string) => offline.has(userId),
    /** Nothing of this person's gets out any more, or again. */
    setOffline(userId: string, isOffline: boolean): void {
      if (!isOffline) {
        offline.delete(userId);
        return;
      }
      offline.add(userId);
      for (const connection of connections)
        if (connection.userId === userId) connection.handlers.onDisconnect('transport close');
    },
    /** Breaks one of the open connections: cut at once, or half-open until the heartbeat or a probe notices. */
    breakConnection(): void {
      const open = [...connections].filter((connection) => connection.open && !connection.halfOpen);
      const victim = open[Math.floor(random() * open.length)];
      if (victim === undefined) return;
      if (chance(0.5)) {
        victim.handlers.onDisconnect('transport close');
        return;
      }
      victim.halfOpen = true;
      clock.schedule(45_000, () => {
        if (victim.open) victim.handlers.onDisconnect('ping timeout');
      });
    },
    /** The connection of this person, if there is one, ends. */
    cut(userId: string, reason: string): void {
      for (const connection of connections)
        if (connection.userId === userId && connection.open) connection.handlers.onDisconnect(reason);
    },
    /** Nothing passes any more, and neither end knows. */
    silence(userId: string): void {
      for (const connection of connections) if (connection.userId === userId) connection.halfOpen = true;
    },
    /** Rooms can also be lost without a word. */
    loseRooms(): void {
      for (const connection of connections) if (chance(0.3)) connection.rooms.clear();
    },
  };
}

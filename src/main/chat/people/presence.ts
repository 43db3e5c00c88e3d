/** Who is online and who is typing, with local expiry: both are hints that the server may forget to take back (S11.3, S11.4). */
import type { BridgeEvent } from '../../../shared/bridge.ts';
import { typingLastsMs } from '../../../shared/typing.ts';
import type { ObservedStore } from '../changes.ts';
import type { Bus } from '../facts.ts';
import type { Clock } from '../ports.ts';
import type { Directory } from './directory.ts';

const longestTypingMs = 30_000;
const offlineDebounceMs = 10_000;

export type Presence = ReturnType<typeof createPresence>;

export function createPresence(options: {
  bus: Bus;
  clock: Clock;
  ownUserId: string;
  emit(event: BridgeEvent): void;
}) {
  const { bus, clock } = options;
  const online = new Set<string>();
  let known = false;
  const pendingOffline = new Map<string, () => void>();
  /** dialogId → userId → cancels its expiry */
  const typing = new Map<string, Map<string, () => void>>();

  function emitPresence(): void {
    options.emit({ type: 'presence', presence: view() });
  }

  function view() {
    return { known, onlineUserIds: [...online] };
  }

  function keepOnline(userId: string): void {
    pendingOffline.get(userId)?.();
    pendingOffline.delete(userId);
  }

  function setOffline(userId: string): void {
    pendingOffline.delete(userId);
    if (online.delete(userId)) emitPresence();
  }

  function emitTyping(dialogId: string): void {
    options.emit({ type: 'typing', dialogId, userIds: typingIn(dialogId) });
  }

  function typingIn(dialogId: string): string[] {
    return [...(typing.get(dialogId)?.keys() ?? [])];
  }

  function stopTyping(dialogId: string, userId: string): void {
    const cancel = typing.get(dialogId)?.get(userId);
    if (cancel === undefined) return;
    cancel();
    typing.get(dialogId)?.delete(userId);
    emitTyping(dialogId);
  }

  function snapshot(userIds: string[]): void {
    for (const cancel of pendingOffline.values()) cancel();
    pendingOffline.clear();
    known = true;
    online.clear();
    for (const userId of userIds) online.add(userId);
    emitPresence();
  }

  function userOnline(userId: string): void {
    keepOnline(userId);
    if (online.has(userId)) return;
    online.add(userId);
    emitPresence();
  }

  /** A reconnect looks like going away for a moment; the dot waits. */
  function userOffline(userId: string): void {
    // Whoever leaves stops typing, whether the server says so or not.
    for (const dialogId of typing.keys()) stopTyping(dialogId, userId);
    if (!online.has(userId) || pendingOffline.has(userId)) return;
    pendingOffline.set(
      userId,
      clock.schedule(offlineDebounceMs, () => setOffline(userId)),
    );
  }

  function startTyping(dialogId: string, userId: string, lastsMs = typingLastsMs): void {
    if (userId === options.ownUserId) return;
    const inDialog = typing.get(dialogId) ?? new Map<string, () => void>();
    typing.set(dialogId, inDialog);
    inDialog.get(userId)?.();
    const isNew = !inDialog.has(userId);
    inDialog.set(
      userId,
      clock.schedule(Math.min(lastsMs, longestTypingMs), () => stopTyping(dialogId, userId)),
    );
    if (isNew) emitTyping(dialogId);
  }

  /** Nothing is known of anyone while the connection is down. */
  function reset(): void {
    for (const cancel of pendingOffline.values()) cancel();
    pendingOffline.clear();
    for (const [dialogId, users] of typing) {
      for (const cancel of users.values()) cancel();
      if (users.size > 0) {
        users.clear();
        emitTyping(dialogId);
      }
    }
    if (known || online.size > 0) {
      known = false;
      online.clear();
      emitPresence();
    }
  }

  bus.on('onlineTold', snapshot);
  bus.on('userOnline', userOnline);
  bus.on('userOffline', userOffline);
  bus.on('typingStarted', startTyping);
  bus.on('typingStopped', stopTyping);
  bus.on('disconnected', reset);

  return {
    view,
    typingIn,
    startTyping,
    stopTyping,
    /** Nobody else is in the dialog: whoever was removed types no more. Empty, where a server does not tell. */
    keepTyping(dialogId: string, members: { userId: string }[]): void {
      if (members.length === 0) return;
      const memberIds = new Set(members.map(({ userId }) => userId));
      for (const userId of typingIn(dialogId)) if (!memberIds.has(userId)) stopTyping(dialogId, userId);
    },
    reset,
  };
}

export function followMembers({
  store,
  directory,
  presence,
}: {
  store: ObservedStore;
  directory: Pick<Directory, 'record'>;
  presence: Presence;
}): void {
  store.onCommit('typing', ({ records }) => {
    for (const dialogId of records) presence.keepTyping(dialogId, directory.record(dialogId)?.members ?? []);
  });
}

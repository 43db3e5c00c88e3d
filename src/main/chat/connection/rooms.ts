/** Which dialog rooms the socket is in. Joining is idempotent, and early joins get lost on the old backend: join again (S3.3, P5.6). */
import type { Feature } from '../../../shared/domain.ts';
import type { Clock, Log } from '../ports.ts';

const recentDialogs = 50;
const paceMs = 20;
const rejoinDelaysMs = [300, 1_000, 3_000];
/** What fell between the early joins of the open dialog is looked for without waiting for the last of them. */
const firstLookMs = 1_000;
const openDialogRejoinMs = 60_000;
const ackTimeoutMs = 3_000;

export interface RoomsOptions {
  clock: Clock;
  log: Log;
  has(feature: Feature): boolean;
  emit(name: string, payload: unknown): void;
  emitWithAck(name: string, payload: unknown, timeoutMs: number): Promise<unknown>;
  /** Most recent first. */
  recentDialogIds(): string[];
  /** The join of the open dialog was repeated: what was written before it counted is found by a look. */
  onOpenRejoined(dialogId: string): void;
  /** The early joins were repeated: what fell between them is found by a look at the list. */
  onRejoined(): void;
}

export type Rooms = ReturnType<typeof createRooms>;

export function createRooms(options: RoomsOptions) {
  const { clock } = options;
  const joined = new Set<string>();
  const timers = new Set<() => void>();
  let openDialogId: string | null = null;

  function later(delayMs: number, task: () => void): void {
    const cancel = clock.schedule(delayMs, () => {
      timers.delete(cancel);
      task();
    });
    timers.add(cancel);
  }

  function join(dialogId: string): void {
    joined.add(dialogId);
    options.emit('dialog:join', dialogId);
  }

  /** Resolves once the server has confirmed, where it confirms; a lost confirmation does not hold anything up. */
  async function joinConfirmed(dialogId: string): Promise<void> {
    if (!options.has('joinAck')) {
      join(dialogId);
      return;
    }
    joined.add(dialogId);
    try {
      await options.emitWithAck('dialog:join', dialogId, ackTimeoutMs);
    } catch {
      options.log.warn('rooms.joinUnconfirmed', { dialogId });
    }
  }

  function wanted(): string[] {
    const ids = options.has('userRoom') ? [] : options.recentDialogIds().slice(0, recentDialogs);
    if (openDialogId !== null && !ids.includes(openDialogId)) ids.unshift(openDialogId);
    return ids;
  }

  function joinAllPaced(): void {
    wanted().forEach((dialogId, index) => {
      if (index === 0) join(dialogId);
      else later(index * paceMs, () => join(dialogId));
    });
  }

  function keepOpenDialogJoined(): void {
    later(openDialogRejoinMs, () => {
      if (openDialogId !== null) join(openDialogId);
      keepOpenDialogJoined();
    });
  }

  return {
    /** After every connect, once the features are known; the open dialog is joined before history is fetched. */
    async enter(): Promise<void> {
      if (openDialogId !== null) await joinConfirmed(openDialogId);
      keepOpenDialogJoined();
      if (options.has('userRoom')) return;
      joinAllPaced();
      for (const delay of rejoinDelaysMs) later(delay, joinAllPaced);
      later(firstLookMs, () => {
        if (openDialogId !== null) options.onOpenRejoined(openDialogId);
      });
      later((rejoinDelaysMs.at(-1) ?? 0) + recentDialogs * paceMs, options.onRejoined);
    },
    /** The connection is gone, and with it the rooms. */
    leaveAll(): void {
      for (const cancel of timers) cancel();
      timers.clear();
      joined.clear();
    },
    /** A look at the list found what their rooms had not told: the server may have lost the join. */
    joinAgain(dialogIds: string[]): void {
      if (options.has('userRoom')) return;
      const behind = new Set(dialogIds);
      const again = wanted().filter((dialogId) => behind.has(dialogId));
      for (const [index, dialogId] of again.entries()) later(index * paceMs, () => join(dialogId));
    },
    /** These have just become known, and may be among the most recent. */
    joinListed(dialogIds: string[]): void {
      const listed = new Set(dialogIds);
      const missing = wanted().filter((dialogId) => listed.has(dialogId) && !joined.has(dialogId));
      for (const [index, dialogId] of missing.entries()) later(index * paceMs, () => join(dialogId));
    },
    async open(dialogId: string): Promise<void> {
      const previous = openDialogId;
      openDialogId = dialogId;
      if (previous !== null && previous !== dialogId && options.has('userRoom')) {
        joined.delete(previous);
        options.emit('dialog:leave', previous);
      }
      await joinConfirmed(dialogId);
    },
    close(): void {
      if (openDialogId === null) return;
      if (options.has('userRoom')) {
        joined.delete(openDialogId);
        options.emit('dialog:leave', openDialogId);
      }
      openDialogId = null;
    },
    joined: () => [...joined],
  };
}

/** Which dialog rooms the socket is in. Joining is idempotent, and early joins get lost on the old backend: join again (S3.3, P5.6). */
import type { Feature } from '../../../shared/domain.ts';
import { parseJoinAnswer } from '../../../shared/wire.ts';
import { CommandError } from '../commandError.ts';
import type { Bus } from '../facts.ts';
import type { Clock, Log } from '../ports.ts';
import type { Link } from './link.ts';

const recentDialogs = 50;
const paceMs = 20;
const rejoinDelaysMs = [300, 1_000, 3_000];
/** What fell between the early joins of the open dialog is looked for without waiting for the last of them. */
const firstLookMs = 1_000;
const openDialogRejoinMs = 60_000;
const ackTimeoutMs = 3_000;

export interface RoomsOptions {
  bus: Bus;
  link: Pick<Link, 'emit' | 'emitWithAck'>;
  clock: Clock;
  log: Log;
  has(feature: Feature): boolean;
  isUp(): boolean;
  /** Most recent first. */
  directory: { recent(): { dialogId: string }[] };
}

export type Rooms = ReturnType<typeof createRooms>;

export function createRooms(options: RoomsOptions) {
  const { bus, link, clock } = options;
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
    link.emit('dialog:join', dialogId);
  }

  /** Resolves once the server has confirmed, where it confirms; a lost confirmation does not hold anything up. */
  async function joinConfirmed(dialogId: string): Promise<void> {
    if (!options.has('joinAck')) {
      join(dialogId);
      return;
    }
    joined.add(dialogId);
    try {
      await link.emitWithAck('dialog:join', dialogId, ackTimeoutMs);
    } catch {
      options.log.warn('rooms.joinUnconfirmed', { dialogId });
    }
  }

  function wanted(): string[] {
    const recent = options.has('userRoom') ? [] : options.directory.recent().slice(0, recentDialogs);
    const ids = recent.map(({ dialogId }) => dialogId);
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

  /** The connection is gone, and with it the rooms. */
  function leaveAll(): void {
    for (const cancel of timers) cancel();
    timers.clear();
    joined.clear();
  }

  /** A look at the list found what their rooms had not told: the server may have lost the join. */
  function joinAgain(dialogIds: string[]): void {
    if (options.has('userRoom')) return;
    const behind = new Set(dialogIds);
    const again = wanted().filter((dialogId) => behind.has(dialogId));
    for (const [index, dialogId] of again.entries()) later(index * paceMs, () => join(dialogId));
  }

  /** These have just become known, and may be among the most recent. */
  function joinListed(dialogIds: string[]): void {
    const listed = new Set(dialogIds);
    const missing = wanted().filter((dialogId) => listed.has(dialogId) && !joined.has(dialogId));
    for (const [index, dialogId] of missing.entries()) later(index * paceMs, () => join(dialogId));
  }

  bus.on('disconnected', leaveAll);
  bus.on('dialogsBehind', joinAgain);
  bus.on('dialogsListed', (dialogIds) => {
    if (options.isUp()) joinListed(dialogIds);
  });

  return {
    /** After every connect, once the features are known; the open dialog is joined before history is fetched. */
    async enter(): Promise<void> {
      if (openDialogId !== null) await joinConfirmed(openDialogId);
      keepOpenDialogJoined();
      if (options.has('userRoom')) return;
      joinAllPaced();
      for (const delay of rejoinDelaysMs) later(delay, joinAllPaced);
      // What was written before the repeated joins counted is found by a look.
      later(firstLookMs, () => {
        if (openDialogId !== null) bus.tell('dialogBehind', openDialogId, 0);
      });
      later((rejoinDelaysMs.at(-1) ?? 0) + recentDialogs * paceMs, () => bus.tell('listBehind'));
    },
    leaveAll,
    joinAgain,
    joinListed,
    async open(dialogId: string): Promise<void> {
      const previous = openDialogId;
      openDialogId = dialogId;
      if (previous !== null && previous !== dialogId && options.has('userRoom')) {
        joined.delete(previous);
        link.emit('dialog:leave', previous);
      }
      await joinConfirmed(dialogId);
    },
    close(): void {
      if (openDialogId === null) return;
      if (options.has('userRoom')) {
        joined.delete(openDialogId);
        link.emit('dialog:leave', openDialogId);
      }
      openDialogId = null;
    },
    joined: () => [...joined],
    /**
     * Whether a room can be entered: one that it is in already, or that of the latest chat, which is then left again unless
     * it is wanted by now (S24.3). null: there is none. Rejects with TransportError, or CommandError where it is refused.
     */
    async visit(): Promise<{ confirmed: boolean } | null> {
      const dialogId = [...joined][0] ?? options.directory.recent()[0]?.dialogId;
      if (dialogId === undefined) return null;
      const confirmed = options.has('joinAck');
      try {
        if (!confirmed) link.emit('dialog:join', dialogId);
        else if (!parseJoinAnswer(await link.emitWithAck('dialog:join', dialogId, ackTimeoutMs)))
          throw new CommandError('notMember');
      } finally {
        if (!joined.has(dialogId)) link.emit('dialog:leave', dialogId);
      }
      return { confirmed };
    },
  };
}

/** Others change and remove what was written. It is told as the contract tells it: late, twice, or not at all. */
import type { Clock, Random } from '../../src/main/chat/ports.ts';
import type { Contract, Row, WorldDialog } from './answers.ts';
import type { OldTraits } from './oldTraits.ts';

interface Listener {
  rooms: Set<string>;
}

/** People change what they wrote not long ago. */
const latest = 12;

/** What is shown of a row that was changed so often. */
const textOf = (content: string, version: number) => `${content.replace(/ v\d+$/, '')} v${version}`;

/** 0: as it was written. */
export function versionOf(content: string): number {
  return Number(/ v(\d+)$/.exec(content)?.[1] ?? 0);
}

export function createChanges<Connection extends Listener>(options: {
  clock: Clock;
  contract: Contract;
  traits: OldTraits;
  removed: Row[];
  connections: ReadonlySet<Connection>;
  deliver(connection: Connection, name: string, payload: unknown): void;
  onWire(dialog: WorldDialog, row: Row): Record<string, unknown>;
}) {
  const { clock, contract, traits, removed, connections, deliver, onWire } = options;

  /** One of the latest; on the old contract of the person who has no engine: nothing of theirs is on its way. */
  function anyOf(dialog: WorldDialog, random: Random): Row | undefined {
    const rows = dialog.rows.filter(
      ({ deletedAt, visibleAt, senderId }) =>
        deletedAt === null && visibleAt <= clock.now() && (contract === 'new' || senderId === 'usr_old'),
    );
    return rows.at(-1 - Math.floor(random() * Math.min(latest, rows.length)));
  }

  function touch(dialog: WorldDialog, row: Row): void {
    row.updatedAt = Math.max(clock.now(), row.updatedAt + 1);
    dialog.rev += 1;
    row.rev = dialog.rev;
  }

  function tell(
    dialog: WorldDialog,
    eventType: string,
    row: Row,
    before: Record<string, unknown>,
    random: Random,
  ): void {
    const message = onWire(dialog, row);
    const { messageId: _, ...data } = message;
    const update =
      contract === 'new'
        ? { eventType, dialogId: dialog.dialogId, entityId: row.id, data: { message } }
        : { eventType, dialogId: dialog.databaseId, entityId: row.databaseId, data };
    for (const connection of connections) {
      const isTold = contract === 'new' || traits.publishes;
      if (isTold && random() < 0.7)
        clock.schedule(random() * 800, () => deliver(connection, 'chat3:update', update));
      // A copy from before the change, on a slower way.
      if (random() < 0.5 && (contract === 'new' || connection.rooms.has(dialog.dialogId)))
        clock.schedule(random() * 3_000, () => deliver(connection, 'message:new', before));
    }
  }

  return {
    edit(dialog: WorldDialog, random: Random): void {
      const row = anyOf(dialog, random);
      if (row === undefined) return;
      const before = onWire(dialog, row);
      row.content = textOf(row.content, versionOf(row.content) + 1);
      row.editedAt = clock.now();
      touch(dialog, row);
      tell(dialog, 'message.update', row, before, random);
    },
    /** On the old contract nothing is left of it. */
    retract(dialog: WorldDialog, random: Random): void {
      const row = anyOf(dialog, random);
      if (row === undefined) return;
      const before = onWire(dialog, row);
      touch(dialog, row);
      if (contract === 'new') {
        row.content = '';
        row.deletedAt = clock.now();
      } else removed.push(...dialog.rows.splice(dialog.rows.indexOf(row), 1));
      tell(dialog, 'message.delete', row, before, random);
    },
  };
}

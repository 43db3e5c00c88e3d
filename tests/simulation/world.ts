/**
 * A server and its network in memory, with the timings and faults measured at the old backend: rows become
 * visible late, meta later still, copies come twice or not at all, requests vanish, commits outlive their answers.
 */
import type { Clock, HttpRequest, Random } from '../../src/main/chat/ports.ts';
import { type Contract, createAnswers, type Row, type WorldDialog } from './answers.ts';
import { type Connection, createBreakages } from './breakages.ts';
import { createChanges } from './changes.ts';
import { type OldTraits, usual } from './oldTraits.ts';
import { createWorldEdits } from './worldEdits.ts';
import { createWorldFiles } from './worldFiles.ts';
import { createWorldHttp } from './worldHttp.ts';
import { createWorldReactions, noReactions } from './worldReactions.ts';
import { createWorldSockets, type Fate } from './worldSockets.ts';

export type World = ReturnType<typeof createWorld>;

const cutLength = 40;

export function createWorld(options: {
  clock: Clock;
  random: Random;
  contract: Contract;
  userIds: string[];
  dialogCount: number;
  /** A server that says it deduplicates and does not: what a blind retry would store. */
  lies?: boolean;
  /** Of the old contract. */
  traits?: OldTraits;
  /** The new one lets people edit. */
  edits?: boolean;
  /** It takes files. */
  files?: boolean;
  /** What becomes of an attempt to connect; undefined: as it comes. */
  attempt?: (userId: string) => Fate | undefined;
}) {
  const { clock, random, contract, userIds, traits = usual } = options;
  const between = (low: number, high: number) => low + random() * (high - low);
  const chance = (share: number) => random() < share;
  const brokerChance = between(0.7, 0.95);
  const connections = new Set<Connection>();
  const breakages = createBreakages({ clock, random, connections });
  const removed: Row[] = [];
  let faulty = false;
  let idCount = 0;
  let requests = 0;
  let messagesPosted = 0;

  const dialogs = new Map<string, WorldDialog>(
    Array.from({ length: options.dialogCount }, (_, index) => {
      const dialog: WorldDialog = {
        dialogId: `dlg_${index}`,
        databaseId: String(index).padStart(24, 'd'),
        rows: [],
        rev: 0,
        resets: new Map(),
        marks: new Map(userIds.map((userId) => [userId, { deliveredSeq: 0, readSeq: 0, rev: 0 }])),
      };
      return [dialog.dialogId, dialog];
    }),
  );

  const { answer, onWire } = createAnswers({
    clock,
    contract,
    traits,
    chance,
    userIds,
    dialogs,
    moveMark,
  });

  const react = createWorldReactions({
    contract,
    dialogs,
    tell: (name, payload) => {
      for (const connection of connections) deliver(connection, name, payload);
    },
  });

  const changedLate = new Set<string>();
  const edit = createWorldEdits({
    late: changedLate,
    clock,
    dialogs,
    onWire,
    tell: (name, payload) => {
      for (const connection of connections) deliver(connection, name, payload);
    },
  });

  const files = createWorldFiles({ dialogs });

  function insert(
    dialog: WorldDialog,
    senderId: string,
    content: string,
    meta: { clientMessageId?: string },
    isAnswered = true,
  ): Row {
    const { clientMessageId = null } = meta;
    const known = dialog.rows.find(
      (row) => row.clientMessageId !== null && row.clientMessageId === clientMessageId,
    );
    if (known !== undefined && contract === 'new' && options.lies !== true) return known;
    const now = clock.now();
    const last = dialog.rows.at(-1)?.createdAt ?? 0;
    dialog.rev += 1;
    idCount += 1;
    const row: Row = {
      // Ids of the old backend do not grow with time.
      id: `msg_${Math.floor(random() * 1e9).toString(36)}${idCount}`,
      databaseId: idCount.toString(16).padStart(24, '0'),
      dialogId: dialog.dialogId,
      senderId,
      content,
      // Coarse on purpose, so that timestamps collide on the old contract.
      createdAt: contract === 'new' ? Math.max(now, last + 1) : now - (now % traits.timestampMs),
      fraction: idCount % 2 === 0 ? '' : String(((idCount * 7_919) % 999) + 1).padStart(6, '0'),
      visibleAt: contract === 'new' ? now : now + between(0, 30),
      metaAt: contract === 'new' ? now : now + between(5, 60),
      clientMessageId,
      meta,
      seq: dialog.rows.length + 1,
      rev: dialog.rev,
      updatedAt: now,
      editedAt: null,
      deletedAt: null,
      reactions: noReactions(),
    };
    dialog.rows.push(row);
    messagesPosted += 1;
    publish(dialog, row, isAnswered);
    return row;
  }

  /** The room hears of what the backend got an answer to. */
  function publish(dialog: WorldDialog, row: Row, isAnswered: boolean): void {
    const roomDelay = contract === 'new' ? between(1, 20) : between(60, 120);
    clock.schedule(roomDelay, () => {
      if (!isAnswered) return;
      for (const connection of connections) {
        const reached = contract === 'new' || connection.rooms.has(dialog.dialogId);
        if (reached) deliver(connection, 'message:new', echoOf(dialog, row));
      }
    });
    if (contract === 'new' || !traits.publishes) return;
    for (const connection of connections) {
      if (!chance(brokerChance)) continue;
      clock.schedule(roomDelay + between(20, 800), () =>
        deliver(connection, 'message:new', {
          _id: row.databaseId,
          dialogId: dialog.databaseId,
          senderId: row.senderId,
          content: row.content.slice(0, cutLength),
          type: 'text',
          createdAt: row.createdAt,
        }),
      );
    }
  }

  const changes = createChanges<Connection>({
    clock,
    contract,
    traits,
    removed,
    connections,
    deliver,
    onWire,
  });

  /** The room's copy carries the meta of the post. */
  function echoOf(dialog: WorldDialog, row: Row): Record<string, unknown> {
    const { _id, ...copy } = onWire(dialog, row);
    const named = contract === 'old' && traits.roomCopyLacksId ? copy : { _id, ...copy };
    return contract === 'old' && !traits.keepsMeta && row.clientMessageId !== null
      ? { ...named, meta: row.meta }
      : named;
  }

  function deliver(connection: Connection, name: string, payload: unknown): void {
    clock.schedule(between(1, 10), () => {
      if (connection.open && !connection.halfOpen) connection.handlers.onEvent(name, payload);
    });
  }

  function moveMark(
    dialog: WorldDialog,
    userId: string,
    to: { readSeq?: number; deliveredSeq?: number },
  ): void {
    const mark = dialog.marks.get(userId);
    if (mark === undefined) return;
    const readSeq = Math.max(mark.readSeq, to.readSeq ?? 0);
    const deliveredSeq = Math.max(mark.deliveredSeq, to.deliveredSeq ?? 0, readSeq);
    if (readSeq === mark.readSeq && deliveredSeq === mark.deliveredSeq) return;
    dialog.rev += 1;
    const moved = { readSeq, deliveredSeq, rev: dialog.rev };
    dialog.marks.set(userId, moved);
    for (const connection of connections) {
      deliver(connection, 'dialog:marks', { dialogId: dialog.dialogId, userId, readSeq, deliveredSeq });
    }
  }

  function post(dialog: WorldDialog, userId: string, request: HttpRequest, isAnswered = true): unknown {
    const body = JSON.parse(request.body ?? '{}') as { content: string; meta: { clientMessageId?: string } };
    const row = insert(dialog, userId, body.content, files.described(body.meta), isAnswered);
    // The sender's answer carries the meta at once.
    return { ...onWire(dialog, row), meta: row.meta };
  }

  const http = createWorldHttp({
    clock,
    random,
    contract,
    traits,
    dialogs,
    isOffline: breakages.isOffline,
    isFaulty: () => faulty,
    post,
    react,
    edit,
    file: files.answer,
    answer,
    onRequest: () => {
      requests += 1;
    },
  });

  const createSocket = createWorldSockets({
    clock,
    random,
    contract,
    lies: options.lies === true,
    edits: options.edits === true,
    files: options.files === true,
    connections,
    isOffline: breakages.isOffline,
    isFaulty: () => faulty,
    attempt: options.attempt ?? (() => undefined),
    deliver,
  });

  return {
    http,
    createSocket,
    breakConnection: breakages.breakConnection,
    setOffline: breakages.setOffline,
    loseRooms: breakages.loseRooms,
    cut: breakages.cut,
    silence: breakages.silence,
    /** Somebody changes what a message says, or removes it; whom the server tells. */
    change: (dialogId: string, how: 'edit' | 'retract', random: Random) => {
      const dialog = dialogs.get(dialogId);
      if (dialog !== undefined) changes[how](dialog, random);
    },
    insert: (dialogId: string, senderId: string, content: string) => {
      const dialog = dialogs.get(dialogId);
      if (dialog !== undefined) insert(dialog, senderId, content, {});
    },
    /** Something of it changed that no message shows. */
    touch: (dialogId: string) => {
      const dialog = dialogs.get(dialogId);
      if (dialog !== undefined) dialog.rev += 1;
    },
    /** Somebody takes a message back: every page below it moves up by one. */
    remove: (dialogId: string) => {
      const rows = dialogs.get(dialogId)?.rows ?? [];
      removed.push(...rows.splice(Math.floor(random() * rows.length), 1));
    },
    removed: () => removed,
    changedLate: () => changedLate,
    rows: (dialogId: string) => dialogs.get(dialogId)?.rows ?? [],
    resetAt: (dialogId: string, userId: string) => dialogs.get(dialogId)?.resets.get(userId) ?? 0,
    files,
    marks: (dialogId: string) => dialogs.get(dialogId)?.marks ?? new Map<string, never>(),
    dialogIds: () => [...dialogs.keys()],
    setFaulty: (value: boolean) => {
      faulty = value;
    },
    requests: () => requests,
    messagesPosted: () => messagesPosted,
  };
}

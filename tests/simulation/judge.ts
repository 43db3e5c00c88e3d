/** What a run came to: the stores, the counts and the screens, held against what the world has. */
import type { Engine } from '../../src/main/chat/engine.ts';
import type { Row } from './answers.ts';
import type { Disk } from './disk.ts';
import type { OldTraits } from './oldTraits.ts';
import { type DialogTruth, judgeDivider, judgeList, judgeWindow, type ScreenOwner } from './screenTruth.ts';
import type { World } from './world.ts';

export interface Client extends ScreenOwner {
  engine: Engine;
  disk: Disk;
}

export interface RunResult {
  messages: number;
  /** (message, member) pairs that never got a row. */
  lost: number;
  /** Rows beyond the first for one logical message. */
  shownTwice: number;
  /** Of these, the ones of the person's own. */
  ownShownTwice: number;
  /** Rows of one send that nobody but its sender can tell from the same words said twice: no meta says so. */
  indistinct: number;
  /** Dialogs whose count is not what the person has not read, where the list counts what was read. */
  wrongUnread: number;
  storedTwice: number;
  outOfOrder: number;
  /** Sends that are neither on the server nor visibly failed. */
  unsettled: number;
  /** Read marks of others that did not arrive. */
  staleMarks: number;
  /** Messages that do not say what the server has, or that it removed, where a client must have heard of it. */
  outdated: number;
  /** Faults on the screen: seen after an event, or when everything was quiet. */
  misshown: number;
  /** Reactions that are not what the server has, or that have not the last word. */
  misreacted: number;
  /** Answers that do not show what was answered. */
  misquoted: number;
  /** Messages without the files they were sent with, or with files before those were whole; and what is left of them here. */
  misfiled: number;
  /** What the engines' own comparisons with the history of the server came to. */
  differences: number;
  /** Fingerprints of a history that are not the same for everybody. */
  unlike: number;
  requests: number;
}

/** Of every reconnect that a client keeps. */
function countDifferences(clients: Client[]): number {
  const entries = clients.flatMap(({ engine }) => engine.diagnostics().ledger);
  return entries.reduce((sum, { differences }) => sum + differences, 0);
}

export function judge(world: World, clients: Client[], startedAt: number, traits: OldTraits): RunResult {
  const result: RunResult = {
    messages: world.messagesPosted(),
    lost: 0,
    shownTwice: 0,
    ownShownTwice: 0,
    indistinct: 0,
    wrongUnread: 0,
    storedTwice: 0,
    outOfOrder: 0,
    unsettled: 0,
    staleMarks: 0,
    outdated: 0,
    misshown: 0,
    misreacted: 0,
    misquoted: 0,
    misfiled: 0,
    differences: countDifferences(clients),
    unlike: 0,
    requests: world.requests(),
  };
  for (const dialogId of world.dialogIds()) {
    const truth = { ...truthOf(world.rows(dialogId), world.removed()), keepsMeta: traits.keepsMeta };
    const storedTwice = Math.max(0, world.rows(dialogId).length - truth.logical.size);
    result.storedTwice += storedTwice;
    for (const client of clients) judgeDialog(result, client, dialogId, truth, startedAt + 7_000);
    // A second row that nobody can tell from a message counts as one.
    const canCount = traits.unread !== 'none' && (traits.keepsMeta || storedTwice === 0);
    if (canCount)
      result.wrongUnread += clients.filter(
        (client) => !countsUnread(client, dialogId, truth, world.removed()),
      ).length;
    for (const [userId, mark] of world.marks(dialogId)) {
      for (const { userId: viewer, store } of clients) {
        const seen = store.marks(dialogId).find((entry) => entry.userId === userId);
        if (viewer !== userId && (seen?.readSeq ?? 0) !== mark.readSeq) result.staleMarks += 1;
      }
    }
  }
  return result;
}

/** As each was left; then of every dialog, opened as a person would. */
export function judgeScreens(world: World, clients: Client[], traits: OldTraits, isCounted: boolean): void {
  const truths = world.dialogIds().map((dialogId): DialogTruth => {
    const { logical, nameOfId, replaced } = truthOf(world.rows(dialogId), world.removed());
    const rows = [...logical.values()].sort(compareRows);
    const names = rows.map((row) => nameOfId.get(row.id) ?? row.id).filter((name) => !replaced.has(name));
    const nameOf = (id: string) => {
      const name = nameOfId.get(id) ?? id;
      return replaced.has(name) ? null : name;
    };
    const newestStored = [...world.rows(dialogId)].sort(compareRows).at(-1);
    return { dialogId, rows, names, nameOf, newestStored, indistinct: !traits.keepsMeta };
  });
  for (const client of clients) {
    for (const truth of truths) judgeWindow(client, truth);
    if (world.removed().length === 0) judgeList(client, truths, isCounted);
    client.screen.finish();
    for (const truth of truths) {
      client.engine.openDialog(truth.dialogId);
      judgeWindow(client, truth);
      const window = client.screen.window();
      if (window !== null && world.removed().length === 0) judgeDivider(client, truth, window);
    }
  }
}

interface Truth {
  /** Each message once, by its lowest row. */
  logical: Map<string, Row>;
  /** A copy may have come before its meta: rows are told apart by id, not by what the copy carried. */
  nameOfId: Map<string, string>;
  /** Names of messages of which a row was taken back. */
  replaced: Set<string>;
  keepsMeta: boolean;
}

function truthOf(rows: Row[], removed: Row[]): Omit<Truth, 'keepsMeta'> {
  const replaced = new Set(removed.map((row) => row.clientMessageId ?? row.id));
  const truth: Omit<Truth, 'keepsMeta'> = { logical: new Map(), nameOfId: new Map(), replaced };
  // A client may go on showing what was taken back; of two rows of one message the other may be left.
  for (const { id, clientMessageId } of removed) truth.nameOfId.set(id, clientMessageId ?? id);
  for (const row of rows) {
    const name = row.clientMessageId ?? row.id;
    truth.nameOfId.set(row.id, name);
    const known = truth.logical.get(name);
    if (known === undefined || compareRows(row, known) < 0) truth.logical.set(name, row);
  }
  return truth;
}

/** By time, as fine as it is told; then as the database counts. */
const compareRows = (a: Row, b: Row) => a.createdAt - b.createdAt || (withinTime(a) < withinTime(b) ? -1 : 1);
const withinTime = ({ fraction, databaseId }: Row) =>
  fraction === '' ? databaseId : `.${fraction.replace(/0+$/, '')} ${databaseId}`;

function judgeDialog(
  result: RunResult,
  { userId, store }: Client,
  dialogId: string,
  { logical, nameOfId, replaced, keepsMeta }: Truth,
  from: number,
): void {
  let shown: string[] = [];
  for (const row of store.messagesBefore(dialogId, null, 1_000_000)) {
    if (row.id !== null) shown.push(nameOfId.get(row.id) ?? row.id);
    else if (row.state === 'queued') result.unsettled += 1;
  }
  const seen = new Set(shown);
  if (!keepsMeta) {
    const isOwn = (name: string) => logical.get(name)?.senderId === userId;
    const again = (name: string, index: number) => shown.indexOf(name) !== index;
    const excused = (name: string, index: number) => again(name, index) && !isOwn(name);
    result.indistinct += shown.filter(excused).length;
    shown = shown.filter((name, index) => !excused(name, index));
  }
  result.shownTwice += shown.length - seen.size;
  const own = shown.filter((name) => logical.get(name)?.senderId === userId);
  result.ownShownTwice += own.length - new Set(own).size;
  const wanted = [...logical]
    .filter(([, row]) => row.createdAt >= from)
    .sort(([, a], [, b]) => compareRows(a, b));
  const order = wanted.map(([name]) => name).filter((name) => seen.has(name));
  result.lost += wanted.length - order.length;
  // Where a client placed a message by a row that is gone now says nothing.
  const inOrder = new Set(order.filter((name) => !replaced.has(name)));
  const comparable = (names: string[]) => names.filter((name) => inOrder.has(name)).join();
  if (comparable(shown) !== comparable(order)) result.outOfOrder += 1;
}

/** What was removed further up than anybody looks goes on being unread. */
function countsUnread(
  { userId, store, engine }: Client,
  dialogId: string,
  { logical }: Truth,
  removed: Row[],
): boolean {
  const isHeld = (row: Row) =>
    row.dialogId === dialogId && store.messageByWireId(row.id)?.removed === undefined;
  const unnoticed = removed.filter((row) => isHeld(row) && store.messageByWireId(row.id) !== null);
  const readAt = store.marks(dialogId).find((mark) => mark.userId === userId)?.readAt ?? 0;
  const unread = [...logical.values(), ...unnoticed].filter(
    (row) => row.senderId !== userId && row.createdAt > readAt,
  );
  return engine.dialog(dialogId)?.unreadCount === unread.length;
}

/** Judges what a run left behind, in the style of Jepsen's set-full: pure, so that bad histories can be made by hand. */
import type { MessageState, Reaction } from '../../src/shared/domain.ts';

/** A message that an engine took from its person. Its first text is unique in the run: that is its identity. */
export interface AcceptedMessage {
  content: string;
  dialogId: string;
  /** The member who wrote it; see MemberView. */
  sender: string;
  /** The person has seen the tick: the engine said that the server has it. */
  acked: boolean;
}

export interface ServerRow {
  id: string;
  dialogId: string;
  content: string;
  createdAt: number;
  /** Its place among those of its millisecond; its id, where that is not known. */
  tie?: string | undefined;
  /** Absent: not asked for. */
  now?: { text: string; removed: boolean; reactions: { userId: string; emoji: string }[] } | undefined;
}

/** What a message says by now, and the reactions to it as one person is shown them. */
export interface ShownNow {
  text: string;
  removed: boolean;
  reactions: Reaction[];
}

export interface ShownRow {
  /** null: not on the server, as far as this member knows. */
  id: string | null;
  content: string;
  state: MessageState;
  /** Absent: not looked at. */
  now?: ShownNow | undefined;
}

/** One dialog as one device shows it, first row on top. */
export interface MemberView {
  member: string;
  /** Whose reactions are shown as the own ones. */
  userId?: string | undefined;
  dialogId: string;
  rows: ShownRow[];
}

/** The last that a person asked for about a message, on one device. */
export type Wish = { content: string; dialogId: string; member: string } & (
  | { /** null: removed. */ text: string | null }
  | { userId: string /** null: no reaction. */; emoji: string | null }
);

export interface ChatHistory {
  accepted: AcceptedMessage[];
  server: ServerRow[];
  views: MemberView[];
  /** Of messages that were changed, removed or reacted to. */
  wishes?: Wish[] | undefined;
}

export interface Verdict {
  /** Messages accepted or found on the server. */
  messages: number;
  /** (message, member) pairs without a row, acknowledged messages that the server lacks, and texts that vanished. */
  lost: number;
  /** Rows beyond the first for one message at one member. */
  shownTwice: number;
  storedTwice: number;
  /** Views whose order is not the server's (createdAt, tie). */
  outOfOrder: number;
  /** Still waiting, or shown as failed although the server has it. */
  unsettled: number;
  /** Visibly failed or held, and not on the server: allowed, but worth a number. */
  failed: number;
  /** Rows that say something nobody wrote, such as cut text. */
  invented: number;
  /** Wishes about messages that were judged. */
  changes: number;
  /** (message, member) pairs that show another text, removal or reaction than the server has, and wishes it does not follow. */
  diverged: number;
  /** The first few violations in words. */
  problems: string[];
}

const problemsKept = 12;

export function judge(history: ChatHistory): Verdict {
  const verdict: Verdict = {
    messages: 0,
    lost: 0,
    shownTwice: 0,
    storedTwice: 0,
    outOfOrder: 0,
    unsettled: 0,
    failed: 0,
    invented: 0,
    changes: 0,
    diverged: 0,
    problems: [],
  };
  const note = (problem: string) => {
    if (verdict.problems.length < problemsKept) verdict.problems.push(problem);
  };
  const dialogIds = new Set([...history.accepted, ...history.server].map(({ dialogId }) => dialogId));
  for (const dialogId of dialogIds) {
    const of = <Item extends { dialogId: string }>(items: Item[]) =>
      items.filter((item) => item.dialogId === dialogId);
    judgeDialog(verdict, note, {
      accepted: of(history.accepted),
      server: of(history.server),
      views: of(history.views),
      wishes: of(history.wishes ?? []),
    });
  }
  return verdict;
}

function judgeDialog(verdict: Verdict, note: (problem: string) => void, dialog: ChatHistory): void {
  const stored = firstRows(dialog.server);
  verdict.storedTwice += dialog.server.length - stored.size;
  verdict.messages += new Set([...stored.keys(), ...dialog.accepted.map(({ content }) => content)]).size;
  const order = [...stored.values()].sort(compareRows).map(({ content }) => content);
  for (const view of dialog.views) {
    judgeView(verdict, note, view, order);
    judgeChanges(verdict, note, view, stored);
  }
  for (const wish of dialog.wishes ?? []) judgeWish(verdict, note, wish, stored);
  for (const message of dialog.accepted) judgeAccepted(verdict, note, message, stored, dialog.views);
}

/** One message stored twice stands where its lower row stands (S4.3). */
function firstRows(rows: ServerRow[]): Map<string, ServerRow> {
  const first = new Map<string, ServerRow>();
  for (const row of rows) {
    const known = first.get(row.content);
    if (known === undefined || compareRows(row, known) < 0) first.set(row.content, row);
  }
  return first;
}

function compareRows(a: ServerRow, b: ServerRow): number {
  const [tieOfA, tieOfB] = [a.tie ?? a.id, b.tie ?? b.id];
  return a.createdAt - b.createdAt || (tieOfA < tieOfB ? -1 : tieOfA > tieOfB ? 1 : 0);
}

function judgeView(
  verdict: Verdict,
  note: (problem: string) => void,
  { member, dialogId, rows }: MemberView,
  order: string[],
): void {
  const onServer = new Set(order);
  const times = new Map<string, number>();
  for (const { content } of rows) times.set(content, (times.get(content) ?? 0) + 1);
  for (const [content, count] of times) {
    if (count === 1) continue;
    verdict.shownTwice += count - 1;
    note(`${member} shows ${brief(content)} ${count} times in ${dialogId}`);
  }
  const sent = rows.filter((row) => row.id !== null);
  for (const { content } of sent) {
    if (onServer.has(content)) continue;
    verdict.invented += 1;
    note(`${member} shows ${brief(content)}, which the server does not have`);
  }
  const seen = new Set(sent.map(({ content }) => content));
  for (const content of order) {
    if (seen.has(content)) continue;
    verdict.lost += 1;
    note(`${member} never got ${brief(content)} in ${dialogId}`);
  }
  const shown = [...seen].filter((content) => onServer.has(content));
  const wanted = order.filter((content) => seen.has(content));
  const wrong = shown.findIndex((content, index) => content !== wanted[index]);
  if (wrong === -1) return;
  verdict.outOfOrder += 1;
  note(`${member} shows ${brief(shown[wrong])} where ${brief(wanted[wrong])} belongs in ${dialogId}`);
}

/** Of rows that are there on both sides; the others are counted as lost or invented. */
function judgeChanges(
  verdict: Verdict,
  note: (problem: string) => void,
  { member, userId, rows }: MemberView,
  stored: Map<string, ServerRow>,
): void {
  for (const { id, content, now } of rows) {
    const there = stored.get(content)?.now;
    if (id === null || now === undefined || there === undefined) continue;
    const [shown, wanted] = [
      describe(now),
      describe({ ...there, reactions: shownTo(userId, there.reactions) }),
    ];
    if (shown === wanted) continue;
    verdict.diverged += 1;
    note(`${member} shows ${brief(content)} as ${shown}, and the server has ${wanted}`);
  }
}

/** One person's reactions may be the only ones of their kind, so that a reaction counts with whose it is. */
function shownTo(person: string | undefined, reactions: { userId: string; emoji: string }[]): Reaction[] {
  return [...new Set(reactions.map(({ emoji }) => emoji))].map((emoji) => {
    const those = reactions.filter((reaction) => reaction.emoji === emoji);
    return { emoji, count: those.length, mine: those.some(({ userId }) => userId === person) };
  });
}

function describe({ text, removed, reactions }: ShownNow): string {
  const told = reactions.map(({ emoji, count, mine }) => `${emoji}${count}${mine ? ' own' : ''}`).sort();
  // The end of a text is what a change changes.
  return [removed ? 'removed' : 'there', `“${text.slice(-30)}”`, `${text.length} long`, ...told].join(' ');
}

function judgeWish(
  verdict: Verdict,
  note: (problem: string) => void,
  wish: Wish,
  stored: Map<string, ServerRow>,
): void {
  const now = stored.get(wish.content)?.now;
  if (now === undefined) return;
  verdict.changes += 1;
  const isFollowed =
    'text' in wish
      ? now.removed === (wish.text === null) && now.text === (wish.text ?? '')
      : // What was removed takes no reactions, and keeps none.
        now.removed ||
        wish.emoji === (now.reactions.find(({ userId }) => userId === wish.userId)?.emoji ?? null);
  if (isFollowed) return;
  verdict.diverged += 1;
  const wanted = 'text' in wish ? (wish.text ?? 'removed').slice(-30) : (wish.emoji ?? 'no reaction');
  note(
    `${wish.member} asked for ${wanted} of ${brief(wish.content)}, and the server has ${JSON.stringify(now)}`,
  );
}

function judgeAccepted(
  verdict: Verdict,
  note: (problem: string) => void,
  message: AcceptedMessage,
  stored: Map<string, ServerRow>,
  views: MemberView[],
): void {
  const { content, sender } = message;
  const isStored = stored.has(content);
  if (message.acked && !isStored) {
    verdict.lost += 1;
    note(`${brief(content)} was acknowledged to ${sender}, and the server does not have it`);
    return;
  }
  const own = views.filter((view) => view.member === sender).flatMap((view) => view.rows);
  const row = own.find((shown) => shown.content === content);
  if (row === undefined) {
    // What is stored and not shown was counted with the views.
    if (isStored) return;
    verdict.lost += 1;
    note(`${brief(content)} vanished from ${sender}, who wrote it`);
  } else if (row.state === 'queued' || (isStored && row.state !== 'sent')) {
    verdict.unsettled += 1;
    note(`${brief(content)} is ${row.state} at ${sender}${isStored ? ', and the server has it' : ''}`);
  } else if (row.state !== 'sent') {
    verdict.failed += 1;
  }
}

function brief(content: string | undefined): string {
  return content === undefined ? 'nothing' : `“${content.slice(0, 40)}”`;
}

/** Whether nothing that the promise forbids happened. Stored twice is forbidden only where the server deduplicates. */
export function isFlawless(verdict: Verdict, serverDeduplicates: boolean): boolean {
  const { lost, shownTwice, outOfOrder, unsettled, failed, invented, diverged, storedTwice } = verdict;
  return (
    lost +
      shownTwice +
      outOfOrder +
      unsettled +
      failed +
      invented +
      diverged +
      (serverDeduplicates ? storedTwice : 0) ===
    0
  );
}

/** The value that 95 % do not exceed; null of nothing. */
export function percentile95(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null;
}

/** Holds what the server's pages said of a dialog against what the store has of it afterwards (S22.1, S22.2). */
import type { Difference } from '../../../shared/diagnostics.ts';
import type { Feature, Message, Position } from '../../../shared/domain.ts';
import type { RemoteMessage } from '../../../shared/remote.ts';
import type { HistoryStore } from '../store.ts';
import { compareRevisions } from '../timeline/revision.ts';
import { compareMessages } from '../timeline/timeline.ts';
import type { MergedPage } from './catchUp.ts';
import { highest, isWhole, joins, lowest, type NumberedPage } from './pages.ts';
import { sentFrom } from './storedRange.ts';

export interface Comparison {
  dialogId: string;
  /** The lowest and the highest message that pages held; null: there was none. */
  from: Position | null;
  to: Position | null;
  repaired: number;
  differences: Difference[];
  /** What one look cannot tell: the next one settles it (S22.2). */
  doubts: Difference[];
  /** The messages that pages held, by the keys of their rows. */
  served: ReadonlySet<string>;
}

type Taken = Pick<MergedPage, 'heldBack' | 'missed'>;

/** Pages that follow one another. */
export interface Run {
  /** Pages by seq leave nothing out between them. */
  addRows(messages: RemoteMessage[], taken: Taken): void;
  addPage(page: NumberedPage, taken: Taken): void;
  /** They have moved, or are none: what they lack says nothing. */
  spoil(): void;
}

export interface ComparedLook {
  run(): Run;
  /** What was changed since a rev, and with it everything above this seq. */
  addChanges(messages: RemoteMessage[], seq: number, taken: Taken): void;
  /** Everything was taken in. */
  end(): void;
}

export type Comparing = ReturnType<typeof createComparing>;

interface Served {
  copy: RemoteMessage & { messageId: string };
  isHeldBack: boolean;
}

/** `isDoubtful`: one look cannot tell. */
type Fault = Difference & { isDoubtful?: boolean };

interface Pages {
  copies: Served[];
  last: NumberedPage | null;
  isUnbroken: boolean;
}

export function createComparing(options: {
  store: HistoryStore;
  has(feature: Feature): boolean;
  compared(comparison: Comparison): void;
}) {
  const { store, has } = options;

  /** What is wrong with the row of a copy that was taken in; null: nothing. */
  function faultOf({ copy, isHeldBack }: Served, row: Message | null): Fault | null {
    const id = copy.messageId;
    if (row === null) return { kind: 'absent', id, isDoubtful: isHeldBack };
    // Of two rows of one message the other one says where it stands and what it says (S4.3).
    if (row.id !== id) return null;
    if (row.createdAt !== copy.createdAt) return { kind: 'order', id };
    // Taken for removed, and there after all: a walk that is unbroken says so (S6.14).
    if (row.removed === 'missing') return { kind: 'older', id, isDoubtful: true };
    const age = compareRevisions(row, copy) ?? 0;
    if (age >= 0 && (!copy.removed || row.removed !== undefined)) return null;
    // A reaction that was heard meanwhile makes the row newer than the page: what it says comes with the next look.
    return { kind: 'older', id, isDoubtful: age > 0 };
  }

  /** Rows that the pages should have held, or hold in another order; `known`: the newest before they were asked for. */
  function faultsOfRows(
    dialogId: string,
    { copies, last, isUnbroken }: Pages,
    known: Message | null,
  ): Fault[] {
    const messages = copies.map(({ copy }) => copy);
    const [bottom, top, newest] = [lowest(messages), highest(messages), store.newestSent(dialogId)];
    if (!isUnbroken || newest === null || bottom === null || top === null) return [];
    // More of a numbered page's oldest millisecond may stand on the next one (S6.6).
    const from = last === null ? bottom.createdAt : last.isLast ? 0 : bottom.createdAt + 1;
    const rows = sentFrom(store, newest, from);
    const byKey = new Map(messages.map((copy) => [store.messageByWireId(copy.messageId)?.key, copy]));
    const isCovered = (row: Message) =>
      last === null ? row.createdAt <= top.createdAt : known !== null && compareMessages(row, known) <= 0;
    const extra = rows.filter((row) => !byKey.has(row.key) && row.removed === undefined && isCovered(row));
    return [
      ...extra.map(({ id, key }): Fault => ({ kind: 'extra', id: id ?? key, isDoubtful: !has('seq') })),
      ...misplaced(rows.flatMap((row) => copiesOf(row, byKey.get(row.key)))),
    ];
  }

  function compare(dialogId: string, runs: Pages[], known: Message | null): Omit<Comparison, 'repaired'> {
    const copies = runs.flatMap((run) => run.copies);
    const rows = copies.map(({ copy }) => store.messageByWireId(copy.messageId));
    const found = [
      ...copies.flatMap((copy, index) => faultOf(copy, rows[index] ?? null) ?? []),
      ...runs.flatMap((run) => faultsOfRows(dialogId, run, known)),
    ];
    const faults = new Map(found.map((fault) => [`${fault.kind} ${fault.id}`, fault]));
    const which = (isDoubtful: boolean): Difference[] =>
      [...faults.values()]
        .filter((fault) => (fault.isDoubtful ?? false) === isDoubtful)
        .map(({ kind, id }) => ({ kind, id }));
    const messages = copies.map(({ copy }) => copy);
    return {
      dialogId,
      from: lowest(messages),
      to: highest(messages),
      differences: which(false),
      doubts: which(true),
      served: new Set(rows.flatMap((row) => row?.key ?? [])),
    };
  }

  return {
    begin(dialogId: string): ComparedLook {
      /** What comes live meanwhile may stand above what the pages held. */
      const known = store.newestSent(dialogId);
      const freshFrom = store.freshFrom();
      const runs: Pages[] = [];
      let repaired = 0;

      function run(): Run {
        const pages: Pages = { copies: [], last: null, isUnbroken: true };
        runs.push(pages);
        function addRows(messages: RemoteMessage[], { heldBack, missed }: Taken): void {
          repaired += missed;
          pages.isUnbroken &&= heldBack === 0;
          for (const copy of messages) {
            const { messageId } = copy;
            if (messageId === null) continue;
            const isHeldBack = heldBack > 0 && copy.clientMessageId === null;
            pages.copies.push({ copy: { ...copy, messageId }, isHeldBack });
          }
        }
        const spoil = () => {
          pages.isUnbroken = false;
        };
        return {
          addRows,
          addPage(page, taken): void {
            if (!isWhole(page) || (pages.last !== null && !joins(pages.last, page))) spoil();
            pages.last = page;
            addRows(page.messages, taken);
          },
          spoil,
        };
      }

      return {
        run,
        addChanges(messages, seq, taken): void {
          const isNew = (message: RemoteMessage) => message.seq !== null && message.seq > seq;
          run().addRows(messages.filter(isNew), taken);
          const changed = run();
          changed.spoil();
          changed.addRows(
            messages.filter((message) => !isNew(message)),
            { ...taken, missed: 0 },
          );
        },
        end(): void {
          // What was downloaded was forgotten meanwhile, by the person's own hand.
          if (store.freshFrom() !== freshFrom) return;
          options.compared({ ...compare(dialogId, runs, known), repaired });
        },
      };
    },
  };
}

/** The copy that places the row. */
function copiesOf(row: Message, copy: Served['copy'] | undefined): Served['copy'][] {
  return copy?.messageId === row.id ? [copy] : [];
}

/** Copies, in the order of their rows, that the server has in another one. */
function misplaced(copies: Served['copy'][]): Fault[] {
  const isNumbered = copies.every(({ seq }) => seq !== null);
  const placeOf = ({ seq, createdAt }: Served['copy']) => (isNumbered ? seq : createdAt) ?? 0;
  let highestPlace = 0;
  return copies.flatMap((copy): Fault[] => {
    const isBelow = placeOf(copy) < highestPlace;
    highestPlace = Math.max(highestPlace, placeOf(copy));
    return isBelow ? [{ kind: 'order', id: copy.messageId }] : [];
  });
}

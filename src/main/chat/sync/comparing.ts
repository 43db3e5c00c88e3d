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

  /** The rows that unbroken pages cover, so that each of them is looked up once. */
  function coveredRows(dialogId: string, { copies, last, isUnbroken }: Pages): Message[] {
    const bottom = lowest(copies.map(({ copy }) => copy));
    const newest = store.newestSent(dialogId);
    if (!isUnbroken || newest === null || bottom === null) return [];
    // More of a numbered page's oldest millisecond may stand on the next one (S6.6).
    return sentFrom(store, newest, last === null ? bottom.createdAt : last.isLast ? 0 : bottom.createdAt + 1);
  }

  /** `known`: the newest message before the pages were asked for. */
  function compareRun(dialogId: string, pages: Pages, known: Message | null) {
    const rows = coveredRows(dialogId, pages);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const copyOf = new Map<string, Served['copy']>();
    const faults: Fault[] = [];
    for (const served of pages.copies) {
      const row = byId.get(served.copy.messageId) ?? store.messageByWireId(served.copy.messageId);
      if (row !== null) copyOf.set(row.key, served.copy);
      faults.push(...faultsOf(served, row));
    }
    const top = highest(pages.copies.map(({ copy }) => copy))?.createdAt ?? 0;
    const isCovered = (row: Message) =>
      pages.last === null ? row.createdAt <= top : known !== null && compareMessages(row, known) <= 0;
    for (const { id, key } of rows.filter(
      (row) => !copyOf.has(row.key) && row.removed === undefined && isCovered(row),
    ))
      faults.push({ kind: 'extra', id: id ?? key, isDoubtful: !has('seq') });
    faults.push(...misplaced(rows.flatMap((row) => copiesPlacing(row, copyOf.get(row.key)))));
    return { faults, served: [...copyOf.keys()] };
  }

  function compare(dialogId: string, runs: Pages[], known: Message | null): Omit<Comparison, 'repaired'> {
    const compared = runs.map((pages) => compareRun(dialogId, pages, known));
    const faults = new Map(
      compared.flatMap((run) => run.faults).map((fault) => [`${fault.kind} ${fault.id}`, fault]),
    );
    const which = (isDoubtful: boolean): Difference[] =>
      [...faults.values()]
        .filter((fault) => (fault.isDoubtful ?? false) === isDoubtful)
        .map(({ kind, id }) => ({ kind, id }));
    const messages = runs.flatMap(({ copies }) => copies.map(({ copy }) => copy));
    return {
      dialogId,
      from: lowest(messages),
      to: highest(messages),
      differences: which(false),
      doubts: which(true),
      served: new Set(compared.flatMap((run) => run.served)),
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
function copiesPlacing(row: Message, copy: Served['copy'] | undefined): Served['copy'][] {
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

/** What is wrong with the row of a copy that was taken in. */
function faultsOf({ copy, isHeldBack }: Served, row: Message | null): Fault[] {
  const id = copy.messageId;
  if (row === null) return [{ kind: 'absent', id, isDoubtful: isHeldBack }];
  // Of two rows of one message the other one says where it stands and what it says (S4.3).
  if (row.id !== id) return [];
  if (row.createdAt !== copy.createdAt) return [{ kind: 'order', id }];
  // Taken for removed, and there after all: a walk that is unbroken says so (S6.14).
  if (row.removed === 'missing') return [{ kind: 'older', id, isDoubtful: true }];
  const age = compareRevisions(row, copy) ?? 0;
  if (age >= 0 && (!copy.removed || row.removed !== undefined)) return [];
  // A reaction that was heard meanwhile makes the row newer than the page: what it says comes with the next look.
  return [{ kind: 'older', id, isDoubtful: age > 0 }];
}

/** What one look at a dialog cannot tell, and the next one that comes by can (S22.2). */
import type { Difference } from '../../../shared/diagnostics.ts';
import type { Clock } from '../ports.ts';
import type { HistoryStore } from '../store.ts';
import type { Comparison } from './comparing.ts';

/** From one look that doubts a message to the one that settles it, as for what is missing (S6.14). */
const secondLookMs = 30_000;

/** What is certain of a comparison, and how many messages turned out to be gone from the server. */
export type Settled = Omit<Comparison, 'doubts' | 'served'> & { vanished: number };

interface Doubt extends Difference {
  dialogId: string;
  since: number;
}

const nameOf = ({ kind, id }: Difference) => `${kind} ${id}`;

export function createDoubts({
  store,
  clock,
}: {
  store: Pick<HistoryStore, 'messageByWireId'>;
  clock: Pick<Clock, 'elapsed'>;
}) {
  const doubts = new Map<string, Doubt>();

  function outcomeOf(
    { kind, id, since }: Doubt,
    isAgain: boolean,
    served: ReadonlySet<string>,
  ): 'gone' | 'right' | 'wrong' | 'open' {
    const row = store.messageByWireId(id);
    if (kind === 'extra' && (row === null || row.removed !== undefined)) return 'gone';
    if (isAgain) return clock.elapsed() - since >= secondLookMs ? 'wrong' : 'open';
    return row !== null && (kind === 'absent' || served.has(row.key)) ? 'right' : 'open';
  }

  return {
    settle({ doubts: doubted, served, ...comparison }: Comparison): Settled {
      const { dialogId } = comparison;
      const settled = { ...comparison, differences: [...comparison.differences], vanished: 0 };
      const fresh = new Map(doubted.map((doubt) => [nameOf(doubt), doubt]));
      for (const [name, doubt] of doubts) {
        if (doubt.dialogId !== dialogId) continue;
        const outcome = outcomeOf(doubt, fresh.has(name), served);
        if (outcome === 'gone') settled.vanished += 1;
        if (outcome === 'wrong') settled.differences.push({ kind: doubt.kind, id: doubt.id });
        if (outcome !== 'open') doubts.delete(name);
        fresh.delete(name);
      }
      for (const [name, doubt] of fresh) doubts.set(name, { ...doubt, dialogId, since: clock.elapsed() });
      return settled;
    },
  };
}

import { Check, CheckCheck, CircleAlert, Clock3, type LucideIcon } from 'lucide-react';
import type { Tick } from './ticks.ts';
import { useTickWords } from './useTickWords.ts';

const looks: Record<Tick, { icon: LucideIcon; className: string }> = {
  queued: { icon: Clock3, className: 'text-own-muted' },
  sent: { icon: Check, className: 'text-own-muted' },
  delivered: { icon: CheckCheck, className: 'text-own-muted' },
  read: { icon: CheckCheck, className: 'text-read' },
  failed: { icon: CircleAlert, className: 'text-danger' },
  held: { icon: CircleAlert, className: 'text-danger' },
};

interface TickMarkProps {
  tick: Tick;
  /** How many have read it; null in a chat of two, where that says nothing. */
  readers: number | null;
}

export function TickMark({ tick, readers }: TickMarkProps) {
  const { icon: Icon, className } = looks[tick];
  const words = useTickWords()(tick, readers);
  return (
    <span role="img" aria-label={words} title={words} className={className}>
      <Icon aria-hidden="true" className="size-4" strokeWidth={2.25} />
    </span>
  );
}

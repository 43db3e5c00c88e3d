import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Check, CheckCheck, CircleAlert, Clock3, type LucideIcon } from 'lucide-react';
import type { Tick } from './ticks.ts';

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
  const { t } = useLingui();
  const { icon: Icon, className } = looks[tick];
  const words: Record<Tick, string> = {
    queued: t`Ждёт отправки`,
    sent: t`Отправлено`,
    delivered: t`Доставлено`,
    read:
      readers === null
        ? t`Прочитано`
        : t`${plural(readers, {
            one: 'Прочитал # человек',
            few: 'Прочитали # человека',
            many: 'Прочитали # человек',
            other: 'Прочитали # человека',
          })}`,
    failed: t`Не отправлено`,
    held: t`Ждёт вашего решения`,
  };
  return (
    <span role="img" aria-label={words[tick]} title={words[tick]} className={className}>
      <Icon aria-hidden="true" className="size-4" strokeWidth={2.25} />
    </span>
  );
}

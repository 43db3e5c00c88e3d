import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { Tick } from './ticks.ts';

/** Answers a function to what a tick says; `readers`: null in a chat of two. */
export function useTickWords(): (tick: Tick, readers: number | null) => string {
  const { t } = useLingui();
  return (tick, readers) => {
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
    return words[tick];
  };
}

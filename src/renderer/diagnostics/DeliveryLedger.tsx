import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { CatchUpEntry, ComparedRange, Difference } from '../../shared/diagnostics.ts';
import { formatFullTime, formatTime } from '../format/time.ts';
import { useChat } from '../state/store.ts';
import { classNames } from '../ui/classNames.ts';

const differenceWords: Record<Difference['kind'], MessageDescriptor> = {
  absent: msg`нет здесь`,
  extra: msg`нет на сервере`,
  order: msg`стоит в другом месте`,
  older: msg`прежняя версия`,
};

/** What every reconnect brought, and whether the history here is the server's (S22.1). */
export function DeliveryLedger({ entries }: { entries: CatchUpEntry[] }) {
  return (
    <section className="pb-4">
      <h3 className="pb-1 text-[0.8125rem] font-semibold text-muted">
        <Trans>Доставка после переподключений</Trans>
      </h3>
      {entries.length === 0 && <p className="text-muted">—</p>}
      <table className="w-full table-fixed text-left text-[0.8125rem]">
        <tbody>
          {entries.map((entry) => (
            <Row key={entry.number} entry={entry} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ entry }: { entry: CatchUpEntry }) {
  const { t, i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const { received, lost, repaired, duplicatesDropped, differences, compared, vanished } = entry;
  const awaited = entry.awaited.length;
  const seconds = (entry.durationMs / 1_000).toLocaleString(i18n.locale, { maximumFractionDigits: 1 });
  const further = [
    t`Лишних копий: ${duplicatesDropped}`,
    t`Сверено чатов: ${compared}`,
    ...(awaited > 0 ? [t`Ждём историю: ${awaited}`] : []),
    ...(vanished > 0 ? [t`Удалено на сервере: ${vanished}`] : []),
    t`${seconds} с`,
  ];
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="w-52 py-1 pr-3 font-normal text-muted">
        <time dateTime={new Date(entry.at).toISOString()} title={formatFullTime(i18n.locale, entry.at)}>
          {formatTime(i18n.locale, entry.at)}
        </time>
      </th>
      <td className="py-1 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
        <p>{t`Получено: ${received} · Потеряно: ${lost} · Восстановлено: ${repaired}`}</p>
        <p className={classNames(differences > 0 && 'text-danger')}>{t`Расхождений: ${differences}`}</p>
        <p className="text-muted">{further.join(' · ')}</p>
        {entry.ranges.length > 0 && (
          <Button
            aria-expanded={isOpen}
            onPress={() => setOpen(!isOpen)}
            className="rounded font-sans text-accent underline underline-offset-2"
          >
            {isOpen ? <Trans>Скрыть чаты</Trans> : <Trans>По чатам</Trans>}
          </Button>
        )}
        {isOpen && (
          <ul className="pt-1">
            {entry.ranges.map((range) => (
              <Range key={range.dialogId} range={range} />
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

function Range({ range }: { range: ComparedRange }) {
  const { t, i18n } = useLingui();
  const { dialogId, from, to, repaired, differences } = range;
  const title = useChat((state) => state.dialogs.get(dialogId)?.title ?? dialogId);
  const at = (place: ComparedRange['from']) =>
    place === null ? '—' : formatTime(i18n.locale, place.createdAt);
  return (
    <li className="border-l-2 border-line pl-2">
      <p>
        <bdi>{title}</bdi>
        {`: ${at(from)} – ${at(to)} · `}
        {t`Восстановлено: ${repaired}`}
      </p>
      {differences.map(({ kind, id }) => (
        <p key={`${kind} ${id}`} className="text-danger">
          {`${i18n._(differenceWords[kind])}: ${id}`}
        </p>
      ))}
    </li>
  );
}

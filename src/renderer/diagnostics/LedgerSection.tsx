import { useLingui } from '@lingui/react/macro';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import { formatTime } from '../format/time.ts';
import { Table } from './Table.tsx';

export function LedgerSection({ ledger }: Pick<Diagnostics, 'ledger'>) {
  const { t, i18n } = useLingui();
  return (
    <Table
      title={t`Доставка после переподключений`}
      rows={ledger.map(({ at, received, lost }) => [
        formatTime(i18n.locale, at),
        t`Получено: ${received} · Потеряно: ${lost}`,
      ])}
    />
  );
}

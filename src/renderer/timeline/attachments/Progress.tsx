import { useLingui } from '@lingui/react/macro';
import { ProgressBar } from 'react-aria-components';
import { classNames } from '../../ui/classNames.ts';
import type { Transfer } from './useTransfer.ts';

/** How much of a file is through; without a number while it waits. */
export function Progress({ transfer, className }: { transfer: Transfer; className?: string }) {
  const { t } = useLingui();
  const { share, leaving } = transfer;
  return (
    <ProgressBar
      aria-label={leaving ? t`Отправка файла` : t`Загрузка файла`}
      value={Math.round((share ?? 0) * 100)}
      isIndeterminate={share === null}
      className={classNames('h-1 overflow-hidden rounded-full bg-line', className)}
    >
      {({ percentage = 0 }) => (
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-200"
          style={{ width: `${percentage}%` }}
        />
      )}
    </ProgressBar>
  );
}

import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { classNames } from '../ui/classNames.ts';
import { counterFrom } from './text.ts';

export const counterId = 'composer-counter';

/** Characters left. Screen readers hear of it on entering the field and on crossing the limit, not at every key. */
export function Counter({ left }: { left: number }) {
  const { t } = useLingui();
  const over = left < 0;
  const tooMany = t`${plural(-left, {
    one: 'Лишний # символ',
    few: 'Лишние # символа',
    many: 'Лишних # символов',
    other: 'Лишних # символов',
  })}`;
  const remaining = t`${plural(left, {
    one: 'Остался # символ',
    few: 'Осталось # символа',
    many: 'Осталось # символов',
    other: 'Осталось # символов',
  })}`;
  return (
    <>
      <span role="status" className="sr-only">
        {over ? t`Длинный текст уйдёт несколькими сообщениями` : ''}
      </span>
      {left <= counterFrom && (
        <span
          className={classNames(
            'shrink-0 self-end pb-2.5 text-xs tabular-nums',
            over ? 'font-semibold text-ink' : 'text-muted',
          )}
        >
          <span aria-hidden="true">{String(left).replace('-', '−')}</span>
          <span id={counterId} className="sr-only">
            {over ? tooMany : remaining}
          </span>
        </span>
      )}
    </>
  );
}

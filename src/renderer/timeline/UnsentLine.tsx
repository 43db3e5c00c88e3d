import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from 'react-aria-components';
import type { MessageView } from '../../shared/views.ts';
import { formatDayLabel, formatTime } from '../format/time.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { send } from '../state/bridge.ts';
import { useToday } from '../ui/useToday.ts';

const actionClass = 'rounded font-medium underline underline-offset-2';

/** Under a message that did not leave: why, and what can be done about it. */
export function UnsentLine({ message }: { message: MessageView }) {
  const { t, i18n } = useLingui();
  const sentence = useErrorSentence();
  const today = useToday();
  const { key, state, failure, createdAt } = message;
  if (state !== 'failed' && state !== 'held') return null;
  const label = formatDayLabel(i18n.locale, createdAt, today);
  // Within a sentence «Сегодня» is «сегодня»; the month in «4 November» keeps its capital.
  const day = label.charAt(0).toLocaleLowerCase(i18n.locale) + label.slice(1);
  const time = formatTime(i18n.locale, createdAt);

  return (
    <p
      className="mt-1 flex flex-wrap justify-end gap-x-1.5 text-[0.8125rem] text-danger"
      title={failure ? sentence(failure) : undefined}
    >
      <span>{state === 'held' ? t`Написано ${day} в ${time}. Отправить?` : t`Не отправлено.`}</span>
      <span className="whitespace-nowrap">
        <Button className={actionClass} onPress={() => send('retryMessage', { key })}>
          {state === 'held' ? <Trans>Отправить</Trans> : <Trans>Повторить</Trans>}
        </Button>
        {' · '}
        <Button className={actionClass} onPress={() => send('removeMessage', { key })}>
          <Trans>Удалить</Trans>
        </Button>
      </span>
    </p>
  );
}

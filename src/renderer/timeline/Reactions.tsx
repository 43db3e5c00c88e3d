import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { MessageView } from '../../shared/views.ts';
import { classNames } from '../ui/classNames.ts';
import { toggleReaction } from './reactionActions.ts';

/** Chips under a bubble. The keyboard reaches the same through the menu of the message, so they are no tab stops. */
export function Reactions({ message }: { message: MessageView }) {
  const { t } = useLingui();
  if (message.reactions.length === 0) return null;
  return (
    <ul
      aria-label={t`Реакции`}
      className={classNames('mt-1 flex flex-wrap gap-1', message.own && 'justify-end')}
    >
      {message.reactions.map(({ emoji, count, mine }) => (
        <li key={emoji}>
          <button
            type="button"
            tabIndex={-1}
            aria-pressed={mine}
            aria-label={t`${emoji}: ${plural(count, {
              one: '# реакция',
              few: '# реакции',
              many: '# реакций',
              other: '# реакции',
            })}`}
            onClick={() => void toggleReaction(message, emoji)}
            className={classNames(
              'flex h-6.5 items-center gap-1 rounded-full border px-2 text-[0.8125rem] tabular-nums transition-colors',
              mine
                ? 'border-accent bg-accent-soft font-medium text-accent'
                : 'border-line bg-surface text-ink hover:bg-hover',
            )}
          >
            <bdi aria-hidden="true">{emoji}</bdi>
            <span aria-hidden="true">{count}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

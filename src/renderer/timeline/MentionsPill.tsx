import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Button } from 'react-aria-components';
import type { MessageView } from '../../shared/views.ts';
import { openMessage } from '../state/actions.ts';

interface MentionsPillProps {
  dialogId: string;
  /** Of unread messages, oldest first. */
  keys: string[];
  /** What is in sight is as good as read. */
  visible: MessageView[];
}

/** Leads to the next unread message that names the person (S19.7). */
export function MentionsPill({ dialogId, keys, visible }: MentionsPillProps) {
  const { t } = useLingui();
  const left = keys.filter((key) => !visible.some((message) => message.key === key));
  const [next] = left;
  if (next === undefined) return null;
  const words = t`${plural(left.length, {
    one: '# упоминание',
    few: '# упоминания',
    many: '# упоминаний',
    other: '# упоминаний',
  })}`;
  return (
    <Button
      data-testid="mentions-pill"
      aria-label={`${t`К следующему упоминанию`}. ${words}`}
      onPress={() => void openMessage(dialogId, next)}
      className="absolute right-5 bottom-16 flex h-10 min-w-10 animate-rise items-center justify-center gap-1 rounded-full border border-line bg-raised px-2.5 text-[0.8125rem] font-semibold text-accent shadow-lg transition-colors hover:bg-hover"
    >
      <span aria-hidden="true" className="text-base">
        @
      </span>
      <span aria-hidden="true">{left.length}</span>
    </Button>
  );
}

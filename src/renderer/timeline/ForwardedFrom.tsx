import { Trans } from '@lingui/react/macro';
import { Forward } from 'lucide-react';
import { isolated } from '../../shared/bidi.ts';
import type { MessageView } from '../../shared/views.ts';
import { classNames } from '../ui/classNames.ts';

/** Above a message that somebody else wrote first. */
export function ForwardedFrom({ message: { own, forwarded } }: { message: MessageView }) {
  if (forwarded === undefined) return null;
  const name = isolated(forwarded.senderName);
  return (
    <p
      data-testid="forwarded"
      className={classNames(
        'flex items-center gap-1 text-[0.8125rem] leading-5',
        own ? 'text-own-muted' : 'text-muted',
      )}
    >
      <Forward aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="truncate">
        <Trans>Переслано от {name}</Trans>
      </span>
    </p>
  );
}

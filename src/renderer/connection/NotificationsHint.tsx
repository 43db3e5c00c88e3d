import { Trans, useLingui } from '@lingui/react/macro';
import { BellOff, X } from 'lucide-react';
import { dismissNotificationsHint } from '../state/actions.ts';
import { useChat } from '../state/store.ts';
import { IconButton } from '../ui/Button.tsx';

/** Says once that nobody here shows notifications, so that the person does not wait for them. */
export function NotificationsHint() {
  const { t } = useLingui();
  const failed = useChat((state) => state.notificationsFailed);
  if (!failed) return null;
  return (
    <div
      role="status"
      data-testid="notifications-hint"
      className="flex min-h-10 shrink-0 items-center justify-center gap-3 border-b border-line bg-accent-soft px-4 py-1 text-[0.8125rem] font-medium text-accent"
    >
      <BellOff aria-hidden="true" className="size-4 shrink-0" />
      <Trans>
        Система не показывает уведомления. О новых сообщениях скажет список чатов; всё остальное работает.
      </Trans>
      <IconButton aria-label={t`Закрыть`} onPress={dismissNotificationsHint}>
        <X aria-hidden="true" className="size-4" />
      </IconButton>
    </div>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { stopEditing } from '../composer/editMessage.ts';
import { call } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { askToRemove, useMessageMenu } from './messageMenu.ts';

/** Asks before a message is removed for everybody; of one that was not sent nobody else knows. */
export function RemoveMessage({ dialogId }: { dialogId: string }) {
  const { t } = useLingui();
  const key = useMessageMenu((menu) => menu.removing);
  const message = useChat((state) => (key === null ? undefined : state.window?.byKey.get(key)));
  useEffect(() => () => askToRemove(null), []);
  if (key === null || !message || message.removed !== undefined) return null;
  return (
    <Confirm
      title={t`Удалить сообщение?`}
      action={t`Удалить`}
      onConfirm={() => call('removeMessage', { key })}
      onDone={() => stopEditing(dialogId)}
      onClose={() => askToRemove(null)}
    >
      {message.state === 'sent' ? (
        <Trans>Его не увидит больше никто из участников чата. Вернуть его будет нельзя.</Trans>
      ) : (
        <Trans>Оно ещё не отправлено.</Trans>
      )}
    </Confirm>
  );
}

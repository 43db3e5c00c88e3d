import { Trans, useLingui } from '@lingui/react/macro';
import type { UpdateView } from '../../shared/updates.ts';
import { send } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { Button } from '../ui/Button.tsx';
import { useUpdateTrouble } from './useUpdateTrouble.ts';

/** Where this copy stands with updates, and the button to look for one. */
export function UpdateStatus() {
  const update = useChat((state) => state.update);
  const mayCheck = update.state === 'idle' || update.state === 'available' || update.state === 'failed';
  return (
    <div className="flex flex-col items-start gap-2">
      <p role="status" data-testid="update-status" className="text-muted">
        <StatusText update={update} />
      </p>
      {update.state !== 'off' && (
        <Button
          kind="secondary"
          isDisabled={!mayCheck}
          isPending={update.state === 'checking'}
          onPress={() => send('checkForUpdates', {})}
        >
          <Trans>Проверить обновления</Trans>
        </Button>
      )}
    </div>
  );
}

function StatusText({ update }: { update: UpdateView }) {
  const { t } = useLingui();
  const trouble = useUpdateTrouble();
  switch (update.state) {
    case 'off':
      return update.reason === 'system'
        ? t`Обновления устанавливает система вместе с остальными программами`
        : t`Обновления для этой копии не настроены. Новые версии устанавливает администратор`;
    case 'idle':
      return t`Программа сама узнаёт о новых версиях`;
    case 'checking':
      return t`Проверяем обновления…`;
    case 'available':
      return t`Доступно обновление ${update.version}`;
    case 'downloading':
      return t`Загружается обновление ${update.version}: ${update.percent} %`;
    case 'ready':
      return t`Обновление ${update.version} загружено`;
    case 'failed':
      return trouble(update.trouble);
  }
}

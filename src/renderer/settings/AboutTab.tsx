import { Trans } from '@lingui/react/macro';
import { useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { Button } from '../ui/Button.tsx';
import { UpdateStatus } from '../updates/UpdateStatus.tsx';

export function AboutTab() {
  const app = useChat((state) => state.app);
  return (
    <>
      <p className="select-text">
        <strong className="block text-base font-semibold">Chat3 Desktop {app.version}</strong>
        <span className="text-muted">Electron {app.electron}</span>
      </p>
      <UpdateStatus />
      <div className="flex flex-wrap gap-2">
        <Button kind="secondary" onPress={() => showScreen('help')}>
          <Trans>Горячие клавиши</Trans>
        </Button>
        <Button kind="secondary" onPress={() => showScreen('diagnostics')}>
          <Trans>Диагностика</Trans>
        </Button>
      </div>
    </>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { send } from '../state/bridge.ts';
import { showScreen } from '../state/view.ts';
import { Button } from '../ui/Button.tsx';
import { controlKey } from '../ui/controlKey.ts';
import { Modal } from '../ui/Modal.tsx';

/** Shown the first time the window is closed: where the program goes, and how to end it. */
export function ClosingScreen() {
  const { t } = useLingui();
  const finish = (quit: boolean) => {
    showScreen(null);
    send('finishClosing', { quit });
  };
  return (
    <Modal title={t`Окно закроется, программа останется`} isOpen onClose={() => showScreen(null)}>
      <div className="flex flex-col gap-4 px-5 pb-5">
        <p>
          <Trans>
            Сообщения и уведомления будут приходить и дальше. Открыть окно снова можно значком в трее, выйти —
            в меню значка или клавишами {controlKey}+Q. Больше мы об этом не спросим.
          </Trans>
        </p>
        <div className="flex justify-end gap-2">
          <Button kind="secondary" onPress={() => finish(true)}>
            <Trans>Выйти из программы</Trans>
          </Button>
          <Button autoFocus onPress={() => finish(false)}>
            <Trans>Закрыть окно</Trans>
          </Button>
        </div>
      </div>
    </Modal>
  );
}

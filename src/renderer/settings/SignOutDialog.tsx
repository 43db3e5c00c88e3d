import { Trans, useLingui } from '@lingui/react/macro';
import { Check, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Checkbox } from 'react-aria-components';
import type { ErrorCode } from '../../shared/domain.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call } from '../state/bridge.ts';
import { Button } from '../ui/Button.tsx';
import { Modal } from '../ui/Modal.tsx';

export function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [eraseHistory, setEraseHistory] = useState(true);
  const [unsent, setUnsent] = useState(0);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);

  useEffect(() => {
    void call('getDiagnostics', {}).then((result) => {
      if (result.ok) setUnsent(result.value.outbox.filter(({ kind }) => kind === 'send').length);
    });
  }, []);

  async function signOut() {
    setPending(true);
    const result = await call('signOut', { eraseHistory });
    if (result.ok) return;
    setPending(false);
    setFailure(result.error.code);
  }

  return (
    <Modal title={t`Выйти из аккаунта?`} isOpen onClose={onClose} role="alertdialog">
      <div className="flex flex-col gap-4 overflow-y-auto px-5 pb-5">
        {unsent > 0 && (
          <p className="flex gap-2.5 rounded-lg bg-danger-soft px-3.5 py-2.5 text-danger">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            <Trans>Не отправлено сообщений: {unsent}</Trans>
          </p>
        )}
        <Checkbox
          isSelected={eraseHistory}
          onChange={setEraseHistory}
          className="group flex items-start gap-3 rounded-md"
        >
          <span className="mt-px grid size-5 shrink-0 place-items-center rounded-md border-2 border-muted group-data-selected:border-accent-strong group-data-selected:bg-accent-strong">
            <Check
              aria-hidden="true"
              className="hidden size-4 text-accent-ink group-data-selected:block"
              strokeWidth={3}
            />
          </span>
          <Trans>Удалить переписку с этого компьютера</Trans>
        </Checkbox>
        {failure !== null && (
          <p role="alert" className="text-danger">
            {sentence(failure)}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2 pt-1">
          <Button kind="secondary" onPress={onClose} autoFocus>
            {unsent > 0 ? <Trans>Подождать</Trans> : <Trans>Отмена</Trans>}
          </Button>
          <Button kind="danger" isPending={pending} onPress={() => void signOut()}>
            {unsent > 0 && eraseHistory ? <Trans>Удалить и выйти</Trans> : <Trans>Выйти</Trans>}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

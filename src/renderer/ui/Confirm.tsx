import { Trans } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import type { CommandResult } from '../../shared/bridge.ts';
import type { ErrorCode } from '../../shared/domain.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { Button } from './Button.tsx';
import { Modal } from './Modal.tsx';

interface ConfirmProps {
  title: string;
  /** The word on the button that does it. */
  action: string;
  /** `primary`: it does no harm. */
  kind?: 'danger' | 'primary';
  onConfirm: () => Promise<CommandResult<unknown>>;
  onDone?: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before what cannot be taken back or is not expected; a failure is told where it was asked. */
export function Confirm({
  title,
  action,
  kind = 'danger',
  onConfirm,
  onDone,
  onClose,
  children,
}: ConfirmProps) {
  const sentence = useErrorSentence();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);

  async function confirm() {
    setPending(true);
    const result = await onConfirm();
    setPending(false);
    if (result.ok) {
      onClose();
      onDone?.();
    } else setFailure(result.error.code);
  }

  return (
    <Modal title={title} isOpen onClose={onClose} role="alertdialog">
      <div className="flex flex-col gap-4 px-5 pb-5">
        <p>{children}</p>
        {failure && (
          <p role="alert" className="text-danger">
            {sentence(failure)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button kind="secondary" onPress={onClose} autoFocus={kind === 'danger'}>
            <Trans>Отмена</Trans>
          </Button>
          <Button
            kind={kind}
            autoFocus={kind === 'primary'}
            isPending={pending}
            onPress={() => void confirm()}
          >
            {action}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

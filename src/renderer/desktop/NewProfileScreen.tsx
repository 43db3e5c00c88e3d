import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call } from '../state/bridge.ts';
import { showScreen } from '../state/view.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Modal } from '../ui/Modal.tsx';
import { profileNameOf } from './profileName.ts';

/** Asks for a name and opens a second window that shares nothing with this one. */
export function NewProfileScreen() {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const name = profileNameOf(typed);
  const close = () => showScreen(null);

  async function open(event: FormEvent) {
    event.preventDefault();
    if (name === '') return;
    const result = await call('openProfile', { name });
    if (result.ok) close();
    else setFailure(result.error.code);
  }

  return (
    <Modal title={t`Новый профиль`} isOpen onClose={close}>
      <form onSubmit={(event) => void open(event)} className="flex flex-col gap-4 px-5 pb-5">
        <p className="text-muted">
          <Trans>
            Профиль открывается в отдельном окне: со своим аккаунтом, своей перепиской и своими настройками.
          </Trans>
        </p>
        <Field
          label={t`Название`}
          value={typed}
          onChange={setTyped}
          error={failure && sentence(failure)}
          description={name === '' ? t`Буквы, цифры и дефис` : t`Будет называться: ${name}`}
          maxLength={60}
          autoFocus
        />
        <div className="flex justify-end gap-2">
          <Button kind="secondary" onPress={close}>
            <Trans>Отмена</Trans>
          </Button>
          <Button type="submit" isDisabled={name === ''}>
            <Trans>Открыть</Trans>
          </Button>
        </div>
      </form>
    </Modal>
  );
}

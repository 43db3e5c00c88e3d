import { Trans, useLingui } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import type { ErrorCode, User } from '../../shared/domain.ts';
import { maximumTypedName } from '../../shared/limits.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { openDialog } from '../state/actions.ts';
import { call } from '../state/bridge.ts';
import { showScreen } from '../state/view.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Modal } from '../ui/Modal.tsx';
import { PeoplePicker } from './PeoplePicker.tsx';
import { toggledPerson } from './toggledPerson.ts';

/** One person: the chat with them. Several: a group, which needs a name. */
export function NewChatDialog() {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [chosen, setChosen] = useState<User[]>([]);
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, setPending] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const isGroup = chosen.length > 1;

  function toggle(user: User) {
    setFailure(null);
    setChosen((before) => toggledPerson(before, user));
  }

  async function create() {
    if (pending || chosen.length === 0) return;
    if (isGroup && name.trim() === '') {
      setFailure('dialogNameRequired');
      nameField.current?.focus();
      return;
    }
    setPending(true);
    const memberIds = chosen.map(({ userId }) => userId);
    const result = await call('createDialog', isGroup ? { name: name.trim(), memberIds } : { memberIds });
    setPending(false);
    if (!result.ok) {
      setFailure(result.error.code);
      return;
    }
    showScreen(null);
    void openDialog(result.value.dialogId);
  }

  return (
    <Modal title={t`Новый чат`} isOpen onClose={() => showScreen(null)} className="h-[min(40rem,100%)]">
      <div className="flex min-h-0 flex-1 flex-col">
        <PeoplePicker chosen={chosen} onToggle={toggle} onSubmit={() => void create()} />
        <div className="flex flex-col gap-3 border-t border-line p-5 pt-4">
          {isGroup && (
            <Field
              label={t`Название группы`}
              value={name}
              onChange={(value) => {
                setName(value);
                setFailure(null);
              }}
              error={failure === 'dialogNameRequired' ? sentence(failure) : null}
              maxLength={maximumTypedName}
              inputRef={nameField}
              onKeyDown={(event) => {
                if (event.key === 'Enter') void create();
                else event.continuePropagation();
              }}
            />
          )}
          {failure !== null && failure !== 'dialogNameRequired' && (
            <p role="alert" className="text-danger">
              {sentence(failure)}
            </p>
          )}
          <div className="flex justify-end gap-2">
            <Button kind="secondary" onPress={() => showScreen(null)}>
              <Trans>Отмена</Trans>
            </Button>
            <Button isPending={pending} isDisabled={chosen.length === 0} onPress={() => void create()}>
              {isGroup ? <Trans>Создать группу</Trans> : <Trans>Написать</Trans>}
            </Button>
          </div>
        </div>
      </div>
    </Modal>
  );
}

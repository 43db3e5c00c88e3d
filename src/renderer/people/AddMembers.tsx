import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import type { ErrorCode, User } from '../../shared/domain.ts';
import type { DialogDetailsView } from '../../shared/views.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call } from '../state/bridge.ts';
import { Button } from '../ui/Button.tsx';
import { PeoplePicker } from './PeoplePicker.tsx';
import { toggledPerson } from './toggledPerson.ts';

export function AddMembers({ details, onClose }: { details: DialogDetailsView; onClose: () => void }) {
  const sentence = useErrorSentence();
  const [chosen, setChosen] = useState<User[]>([]);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);

  async function add() {
    if (pending || chosen.length === 0) return;
    setPending(true);
    const userIds = chosen.map(({ userId }) => userId);
    const result = await call('addMembers', { dialogId: details.dialogId, userIds });
    setPending(false);
    if (result.ok) onClose();
    else setFailure(result.error.code);
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PeoplePicker
        chosen={chosen}
        onSubmit={() => void add()}
        exceptIds={details.members.map(({ userId }) => userId)}
        onToggle={(user) => {
          setFailure(null);
          setChosen((before) => toggledPerson(before, user));
        }}
      />
      <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line p-5 pt-4">
        {failure && (
          <p role="alert" className="w-full text-danger">
            {sentence(failure)}
          </p>
        )}
        <Button kind="secondary" onPress={onClose}>
          <Trans>Назад</Trans>
        </Button>
        <Button isPending={pending} isDisabled={chosen.length === 0} onPress={() => void add()}>
          <Trans>Добавить</Trans>
        </Button>
      </div>
    </div>
  );
}

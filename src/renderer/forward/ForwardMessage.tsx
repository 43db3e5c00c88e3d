import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import type { Target } from '../search/useTargets.ts';
import { openDialog } from '../state/actions.ts';
import { call } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { askToForward, useMessageMenu } from '../timeline/messageMenu.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Modal } from '../ui/Modal.tsx';
import { TargetPicker } from './TargetPicker.tsx';

/** Asks where to, for as long as the message is in the window. */
export function ForwardMessage() {
  const key = useMessageMenu((menu) => menu.forwarding);
  const message = useChat((state) => (key === null ? undefined : state.window?.byKey.get(key)));
  useEffect(() => () => askToForward(null), []);
  return message === undefined ? null : <Forwarding key={message.key} messageKey={message.key} />;
}

function Forwarding({ messageKey }: { messageKey: string }) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [chosen, setChosen] = useState<Target[]>([]);
  const [comment, setComment] = useState('');
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const close = () => askToForward(null);

  function toggle(target: Target) {
    setFailure(null);
    setChosen((before) =>
      before.some(({ id }) => id === target.id)
        ? before.filter(({ id }) => id !== target.id)
        : [...before, target],
    );
  }

  async function forward() {
    if (pending || chosen.length === 0) return;
    setPending(true);
    const code = await forwardTo(messageKey, chosen, comment);
    setPending(false);
    setFailure(code);
  }

  return (
    <Modal title={t`Переслать`} isOpen onClose={close} className="h-[min(40rem,100%)]">
      <div className="flex min-h-0 flex-1 flex-col">
        <TargetPicker chosen={chosen} onToggle={toggle} />
        <div className="flex flex-col gap-3 border-t border-line p-5 pt-4">
          <Field
            label={t`Комментарий`}
            placeholder={t`Необязательно`}
            value={comment}
            onChange={setComment}
            error={null}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void forward();
              else event.continuePropagation();
            }}
          />
          {failure && (
            <p role="alert" className="text-danger">
              {sentence(failure)}
            </p>
          )}
          <div className="flex justify-end gap-2">
            <Button kind="secondary" onPress={close}>
              <Trans>Отмена</Trans>
            </Button>
            <Button isPending={pending} isDisabled={chosen.length === 0} onPress={() => void forward()}>
              <Trans>Переслать</Trans>
            </Button>
          </div>
        </div>
      </div>
    </Modal>
  );
}

/** Answers what failed. Where it went to one chat, that one is opened. */
async function forwardTo(key: string, targets: Target[], comment: string): Promise<ErrorCode | null> {
  const dialogIds: string[] = [];
  for (const { id, isPerson } of targets) {
    if (!isPerson) dialogIds.push(id);
    else {
      const made = await call('createDialog', { memberIds: [id] });
      if (!made.ok) return made.error.code;
      dialogIds.push(made.value.dialogId);
    }
  }
  const result = await call('forwardMessage', { key, dialogIds, comment });
  if (!result.ok) return result.error.code;
  askToForward(null);
  const [only] = dialogIds;
  if (only !== undefined && dialogIds.length === 1) void openDialog(only);
  return null;
}

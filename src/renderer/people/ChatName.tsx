import { useLingui } from '@lingui/react/macro';
import { Check, Pencil } from 'lucide-react';
import { useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import type { ErrorCode } from '../../shared/domain.ts';
import { maximumTypedName } from '../../shared/limits.ts';
import type { DialogView } from '../../shared/views.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { useFocusOn } from '../signIn/useFocusOn.ts';
import { call } from '../state/bridge.ts';
import { IconButton } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { useShownNames } from './useShownNames.ts';

interface ChatNameProps {
  dialog: DialogView;
  canRename: boolean;
  isEditing: boolean;
  setEditing: (isEditing: boolean) => void;
}

/** What the chat is called, with a pencil beside it for those who may change it. */
export function ChatName({ dialog, canRename, isEditing, setEditing }: ChatNameProps) {
  const { t } = useLingui();
  const title = useShownNames()(dialog.peerId, dialog.title);
  // The field that had the focus is gone then.
  const wasEditing = useRef(false);
  wasEditing.current ||= isEditing;
  if (canRename && isEditing) return <NameForm dialog={dialog} onDone={() => setEditing(false)} />;
  return (
    <div className="flex items-center gap-1">
      <p dir="auto" className="text-left text-base font-semibold [overflow-wrap:anywhere]">
        {title}
      </p>
      {canRename && (
        <IconButton
          aria-label={t`Изменить название`}
          autoFocus={wasEditing.current}
          onPress={() => setEditing(true)}
        >
          <Pencil aria-hidden="true" className="size-4" />
        </IconButton>
      )}
    </div>
  );
}

function NameForm({ dialog, onDone }: { dialog: DialogView; onDone: () => void }) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [name, setName] = useState(dialog.title);
  const [failure, setFailure] = useState<{ code: ErrorCode } | null>(null);
  const [pending, setPending] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useFocusOn(field, failure);

  async function submit() {
    if (pending) return;
    setPending(true);
    const result = await call('renameDialog', { dialogId: dialog.dialogId, name });
    setPending(false);
    if (result.ok) onDone();
    else setFailure({ code: result.error.code });
  }

  return (
    <Form
      className="flex items-end gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field
        label={t`Название группы`}
        value={name}
        onChange={(text) => {
          setName(text);
          setFailure(null);
        }}
        error={failure && sentence(failure.code)}
        inputRef={field}
        onFocus={(event) => {
          if (event.target instanceof HTMLInputElement) event.target.select();
        }}
        autoFocus
        maxLength={maximumTypedName}
      />
      <IconButton type="submit" isPending={pending} aria-label={t`Сохранить`} className="mb-1">
        <Check aria-hidden="true" className="size-5" />
      </IconButton>
    </Form>
  );
}

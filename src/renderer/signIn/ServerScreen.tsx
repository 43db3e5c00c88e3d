import { Trans, useLingui } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import type { ErrorCode } from '../../shared/domain.ts';
import { ExaminationSheet } from '../connection/ExaminationSheet.tsx';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { refresh } from '../state/actions.ts';
import { call } from '../state/bridge.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Frame } from './Frame.tsx';
import { useFocusOn } from './useFocusOn.ts';

interface ServerScreenProps {
  /** The address in use, where there is one to go back to. */
  current?: string;
  onDone?: () => void;
}

/** First start, or another server: where is the chat? */
export function ServerScreen({ current, onDone }: ServerScreenProps) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [address, setAddress] = useState(current ?? '');
  const [failure, setFailure] = useState<{ code: ErrorCode } | null>(null);
  const [pending, setPending] = useState(false);
  const [examined, setExamined] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useFocusOn(field, failure);

  async function connect() {
    if (pending) return;
    setPending(true);
    setFailure(null);
    const checked = await call('checkServer', { address: address.trim() });
    const changed = checked.ok ? await call('changeServer', { address: checked.value.address }) : checked;
    setPending(false);
    if (!changed.ok) {
      setFailure({ code: changed.error.code });
      return;
    }
    await refresh();
    onDone?.();
  }

  return (
    <Frame
      testId="server-screen"
      title={t`Адрес сервера`}
      lead={t`Его сообщит администратор вашей компании.`}
    >
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void connect();
        }}
      >
        <Field
          label={t`Сервер`}
          placeholder="https://chat.example.ru"
          value={address}
          onChange={(value) => {
            setAddress(value);
            setFailure(null);
          }}
          error={failure && sentence(failure.code)}
          inputRef={field}
          inputMode="url"
          autoFocus
          spellCheck="false"
          autoComplete="off"
        />
        <Button type="submit" isPending={pending}>
          <Trans>Подключиться</Trans>
        </Button>
        <Button
          kind="quiet"
          className="self-center"
          isDisabled={address.trim() === ''}
          onPress={() => setExamined(address.trim())}
        >
          <Trans>Проверить связь</Trans>
        </Button>
        {onDone && (
          <Button kind="quiet" className="self-center" onPress={onDone}>
            <Trans>Отмена</Trans>
          </Button>
        )}
      </Form>
      {examined !== null && <ExaminationSheet address={examined} onClose={() => setExamined(null)} />}
    </Frame>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import type { ErrorCode } from '../../shared/domain.ts';
import { maximumTypedName } from '../../shared/limits.ts';
import { parsePhone } from '../../shared/phone.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call } from '../state/bridge.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { PhoneField, phoneFault } from './PhoneField.tsx';
import { useFocusOn } from './useFocusOn.ts';

/** A code that was asked for; `name` only when registering. */
export interface Request {
  phone: string;
  name?: string;
  invitedOnly: boolean;
}

interface PhoneFormProps {
  withName: boolean;
  draft: { phone: string; name: string };
  onDraft: (draft: { phone: string; name: string }) => void;
  onRequested: (request: Request) => void;
  /** Goes on to registration, with the phone that was typed. */
  onRegister?: () => void;
}

interface Failure {
  field: 'name' | 'phone';
  code: ErrorCode;
}

function check(draft: PhoneFormProps['draft'], withName: boolean): Failure | null {
  if (withName && draft.name.trim() === '') return { field: 'name', code: 'nameRequired' };
  const fault = phoneFault(draft.phone);
  return fault && { field: 'phone', code: fault };
}

/** A server that wants a name does not know the phone. */
function failureOf(code: ErrorCode, withName: boolean): Failure {
  const aboutName = ['nameRequired', 'nameTooLong', 'nameUnfit'].includes(code);
  if (!aboutName) return { field: 'phone', code };
  return withName ? { field: 'name', code } : { field: 'phone', code: 'phoneUnknown' };
}

export function PhoneForm({ withName, draft, onDraft, onRequested, onRegister }: PhoneFormProps) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [pending, setPending] = useState(false);
  const phoneField = useRef<HTMLInputElement>(null);
  const nameField = useRef<HTMLInputElement>(null);
  useFocusOn(phoneField, failure?.field === 'phone' ? failure : null);
  useFocusOn(nameField, failure?.field === 'name' ? failure : null);

  async function submit() {
    if (pending) return;
    const mistake = check(draft, withName);
    setFailure(mistake);
    if (mistake) return;
    const request = {
      phone: parsePhone(draft.phone) ?? draft.phone,
      ...(withName ? { name: draft.name.trim() } : {}),
    };
    setPending(true);
    const result = await call('requestCode', request);
    setPending(false);
    if (result.ok) onRequested({ ...request, ...result.value });
    else setFailure(failureOf(result.error.code, withName));
  }

  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {withName && (
        <Field
          label={t`Ваше имя`}
          placeholder={t`Имя и фамилия`}
          value={draft.name}
          onChange={(name) => {
            onDraft({ ...draft, name });
            setFailure(null);
          }}
          error={failure?.field === 'name' ? sentence(failure.code) : null}
          inputRef={nameField}
          autoFocus
          autoComplete="name"
          maxLength={maximumTypedName}
        />
      )}
      <PhoneField
        label={t`Телефон`}
        phone={draft.phone}
        onType={(phone) => {
          onDraft({ ...draft, phone });
          setFailure(null);
        }}
        onFormat={(phone) => onDraft({ ...draft, phone })}
        error={failure?.field === 'phone' ? sentence(failure.code) : null}
        inputRef={phoneField}
        autoFocus={!withName}
      />
      <Button type="submit" isPending={pending}>
        <Trans>Получить код</Trans>
      </Button>
      {failure?.code === 'phoneUnknown' && onRegister && (
        <Button kind="secondary" onPress={onRegister}>
          <Trans>Зарегистрироваться</Trans>
        </Button>
      )}
    </Form>
  );
}

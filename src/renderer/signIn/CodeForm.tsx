import { Trans, useLingui } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import type { ErrorCode } from '../../shared/domain.ts';
import { formatPhone } from '../format/phone.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call } from '../state/bridge.ts';
import { Button } from '../ui/Button.tsx';
import { CodeField, codeLength } from './CodeField.tsx';
import type { Request } from './PhoneForm.tsx';
import { Resend, resendAfter } from './Resend.tsx';
import { useCountdown } from './useCountdown.ts';
import { useFocusOn } from './useFocusOn.ts';

interface CodeFormProps {
  request: Request;
  onBack: () => void;
}

export function CodeForm({ request, onBack }: CodeFormProps) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [code, setCode] = useState('');
  const [failure, setFailure] = useState<{ code: ErrorCode } | null>(null);
  const [pending, setPending] = useState(false);
  const busy = useRef(false);
  const [secondsLeft, restart] = useCountdown(resendAfter);
  const field = useRef<HTMLInputElement>(null);
  useFocusOn(field, failure);

  async function submit(typed: string) {
    // Enter after the last digit is a habit: it must not use up another try.
    const isRefused = failure?.code === 'codeInvalid' && typed === code;
    if (busy.current || isRefused) return;
    if (typed === '') {
      setFailure({ code: 'codeRequired' });
      return;
    }
    busy.current = true;
    setPending(true);
    const result = await call('verifyCode', { phone: request.phone, code: typed });
    // Once it is right, the chats take the place of this form.
    if (result.ok) return;
    busy.current = false;
    setPending(false);
    setFailure({ code: result.error.code });
  }

  async function resend() {
    setFailure(null);
    const { invitedOnly: _, ...asked } = request;
    const result = await call('requestCode', asked);
    if (result.ok) {
      setCode('');
      restart();
    } else setFailure({ code: result.error.code });
    field.current?.focus();
  }

  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(code);
      }}
    >
      <p className="text-muted">
        <Trans>
          Код отправлен на{' '}
          <b className="font-medium whitespace-nowrap text-ink">{formatPhone(request.phone)}</b>
        </Trans>
      </p>
      {request.invitedOnly && request.name !== undefined && (
        <p className="text-[0.8125rem] text-muted">
          <Trans>
            Регистрация на этом сервере — по приглашению. Если код не придёт, попросите администратора
            добавить ваш номер.
          </Trans>
        </p>
      )}
      <CodeField
        label={t`Код из СМС`}
        code={code}
        onType={(digits) => {
          setCode(digits);
          setFailure(null);
          // The last digit sends it, typed or pasted.
          if (digits.length === codeLength && digits !== code) void submit(digits);
        }}
        error={failure && sentence(failure.code)}
        inputRef={field}
        autoFocus
      />
      <Button type="submit" isPending={pending}>
        <Trans>Войти</Trans>
      </Button>
      <div className="flex flex-wrap items-center justify-between gap-2 text-[0.8125rem]">
        <Button kind="quiet" onPress={onBack}>
          <Trans>Изменить номер</Trans>
        </Button>
        <Resend
          secondsLeft={failure?.code === 'codeUsedUp' ? 0 : secondsLeft}
          onPress={() => void resend()}
        />
      </div>
    </Form>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useRef, useState } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import { parsePhone } from '../../shared/phone.ts';
import { formatPhone } from '../format/phone.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { CodeField } from '../signIn/CodeField.tsx';
import { PhoneField, phoneFault } from '../signIn/PhoneField.tsx';
import { Resend, resendAfter } from '../signIn/Resend.tsx';
import { useCountdown } from '../signIn/useCountdown.ts';
import { useFocusOn } from '../signIn/useFocusOn.ts';
import { call } from '../state/bridge.ts';
import { Button } from '../ui/Button.tsx';
import { Modal } from '../ui/Modal.tsx';

interface Failure {
  code: ErrorCode;
}

/** Another phone for oneself: its number first, then a code to either (P7.26). */
export function PhoneDialog({ phone, onClose }: { phone: string; onClose: () => void }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isAsked, setAsked] = useState(false);

  return (
    <Modal title={t`Сменить номер`} isOpen onClose={onClose}>
      <div className="overflow-y-auto px-5 pb-5">
        {isAsked ? (
          <CodesForm
            phone={phone}
            next={parsePhone(typed) ?? typed}
            onDone={onClose}
            onBack={(reason) => {
              setAsked(false);
              setFailure(reason);
            }}
          />
        ) : (
          <NumberForm
            typed={typed}
            onType={setTyped}
            failure={failure}
            onFailure={setFailure}
            onAsked={() => setAsked(true)}
          />
        )}
      </div>
    </Modal>
  );
}

interface NumberFormProps {
  typed: string;
  onType: (typed: string) => void;
  failure: Failure | null;
  onFailure: (failure: Failure | null) => void;
  onAsked: () => void;
}

function NumberForm({ typed, onType, failure, onFailure, onAsked }: NumberFormProps) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [pending, setPending] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useFocusOn(field, failure);

  async function ask(event: FormEvent) {
    event.preventDefault();
    if (pending) return;
    const fault = phoneFault(typed);
    onFailure(fault && { code: fault });
    if (fault) return;
    setPending(true);
    const result = await call('requestPhoneCodes', { phone: typed });
    setPending(false);
    if (result.ok) onAsked();
    else onFailure({ code: result.error.code });
  }

  return (
    <form onSubmit={(event) => void ask(event)} className="flex flex-col gap-4">
      <p className="text-muted">
        <Trans>Коды придут на оба номера: на прежний и на новый.</Trans>
      </p>
      <PhoneField
        label={t`Новый номер`}
        phone={typed}
        onType={(text) => {
          onType(text);
          onFailure(null);
        }}
        onFormat={onType}
        error={failure && sentence(failure.code)}
        inputRef={field}
        autoFocus
      />
      <Button type="submit" isPending={pending}>
        <Trans>Получить коды</Trans>
      </Button>
    </form>
  );
}

interface CodesFormProps {
  phone: string;
  next: string;
  onDone: () => void;
  /** With what is wrong with the number, or null. */
  onBack: (reason: Failure | null) => void;
}

function CodesForm({ phone, next, onDone, onBack }: CodesFormProps) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [oldCode, setOldCode] = useState('');
  const [newCode, setNewCode] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [pending, setPending] = useState(false);
  const [secondsLeft, restart] = useCountdown(resendAfter);
  const oldField = useRef<HTMLInputElement>(null);
  const newField = useRef<HTMLInputElement>(null);
  const isAboutOld = failure?.code === 'codeRequired' && oldCode === '';
  useFocusOn(oldField, isAboutOld ? failure : null);
  useFocusOn(newField, isAboutOld ? null : failure);

  async function change(event: FormEvent) {
    event.preventDefault();
    if (pending) return;
    if (oldCode === '' || newCode === '') return setFailure({ code: 'codeRequired' });
    setPending(true);
    const result = await call('changePhone', { phone: next, oldCode, newCode });
    setPending(false);
    if (result.ok) onDone();
    else if (result.error.code === 'phoneTaken') onBack(result.error);
    else setFailure(result.error);
  }

  async function resend() {
    setFailure(null);
    const result = await call('requestPhoneCodes', { phone: next });
    if (!result.ok) return setFailure(result.error);
    setOldCode('');
    setNewCode('');
    restart();
    oldField.current?.focus();
  }

  function errorOf({ code }: Failure): string {
    // The server does not say which of the two it was.
    return code === 'codeInvalid'
      ? t`Один из кодов не подошёл или устарел. Проверьте оба или запросите новые.`
      : sentence(code);
  }

  return (
    <form onSubmit={(event) => void change(event)} className="flex flex-col gap-4">
      <CodeField
        label={t`Код из СМС на ${formatPhone(phone)}`}
        code={oldCode}
        onType={(digits) => {
          setOldCode(digits);
          setFailure(null);
        }}
        error={failure && isAboutOld ? errorOf(failure) : null}
        inputRef={oldField}
        autoFocus
      />
      <CodeField
        label={t`Код из СМС на ${formatPhone(next)}`}
        code={newCode}
        onType={(digits) => {
          setNewCode(digits);
          setFailure(null);
        }}
        error={failure && !isAboutOld ? errorOf(failure) : null}
        inputRef={newField}
      />
      <Button type="submit" isPending={pending}>
        <Trans>Сменить номер</Trans>
      </Button>
      <div className="flex flex-wrap items-center justify-between gap-2 text-[0.8125rem]">
        <Button kind="quiet" onPress={() => onBack(null)}>
          <Trans>Изменить номер</Trans>
        </Button>
        <Resend
          secondsLeft={failure?.code === 'codeUsedUp' ? 0 : secondsLeft}
          onPress={() => void resend()}
        />
      </div>
    </form>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import type { ErrorCode } from '../../shared/domain.ts';
import { maximumTypedName } from '../../shared/limits.ts';
import { formatPhone } from '../format/phone.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { PhoneDialog } from './PhoneDialog.tsx';
import { SignOutDialog } from './SignOutDialog.tsx';

export function ProfileTab() {
  const session = useChat((state) => state.session);
  const app = useChat((state) => state.app);
  const canChangePhone = useChat((state) => state.connection.features.includes('phone'));
  const [signingOut, setSigningOut] = useState(false);
  const [changingPhone, setChangingPhone] = useState(false);
  if (session.state !== 'signedIn') return null;
  const { user } = session;
  return (
    <>
      <NameForm key={user.name} name={user.name} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 select-text">
        {user.phone !== null && (
          <>
            <dt className="text-muted">
              <Trans>Телефон</Trans>
            </dt>
            <dd className="flex flex-wrap items-baseline gap-x-3 tabular-nums">
              {formatPhone(user.phone)}
              {canChangePhone && (
                <Button kind="quiet" onPress={() => setChangingPhone(true)}>
                  <Trans>Сменить номер</Trans>
                </Button>
              )}
            </dd>
          </>
        )}
        <dt className="text-muted">
          <Trans>Сервер</Trans>
        </dt>
        <dd className="[overflow-wrap:anywhere]">{app.server}</dd>
        <dt className="text-muted">
          <Trans>Профиль</Trans>
        </dt>
        <dd>{app.profile}</dd>
      </dl>
      <Button kind="danger" className="self-start" onPress={() => setSigningOut(true)}>
        <Trans>Выйти из аккаунта</Trans>
      </Button>
      {changingPhone && user.phone !== null && (
        <PhoneDialog phone={user.phone} onClose={() => setChangingPhone(false)} />
      )}
      {signingOut && <SignOutDialog onClose={() => setSigningOut(false)} />}
    </>
  );
}

function NameForm({ name: saved }: { name: string }) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [name, setName] = useState(saved);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === saved) return;
    setPending(true);
    const result = await call('updateName', { name });
    setPending(false);
    setFailure(result.ok ? null : result.error.code);
  }

  return (
    <form onSubmit={(event) => void save(event)} className="flex items-start gap-2">
      <div className="flex-1">
        <Field
          label={t`Ваше имя`}
          value={name}
          onChange={(value) => {
            setName(value);
            setFailure(null);
          }}
          error={failure && sentence(failure)}
          maxLength={maximumTypedName}
        />
      </div>
      <Button type="submit" isPending={pending} isDisabled={name.trim() === saved} className="mt-6.5">
        <Trans>Сохранить</Trans>
      </Button>
    </form>
  );
}

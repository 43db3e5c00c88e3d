import { Trans, useLingui } from '@lingui/react/macro';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { Button } from '../ui/Button.tsx';
import { CodeForm } from './CodeForm.tsx';
import { Frame } from './Frame.tsx';
import { PhoneForm, type Request } from './PhoneForm.tsx';
import { ServerScreen } from './ServerScreen.tsx';

type Mode = 'signIn' | 'register';

const tabClass =
  'flex-1 rounded-md px-3 py-1.5 text-center font-medium text-muted transition-colors hover:text-ink selected:bg-raised selected:text-ink selected:shadow-sm';

export function SignInScreen() {
  const { t } = useLingui();
  const { server, serverLocked } = useChat((state) => state.app);
  const [mode, setMode] = useState<Mode>('signIn');
  const [draft, setDraft] = useState({ phone: '', name: '' });
  const [request, setRequest] = useState<Request | null>(null);
  const [changingServer, setChangingServer] = useState(false);

  if (changingServer && server !== null && !serverLocked) {
    return <ServerScreen current={server} onDone={() => setChangingServer(false)} />;
  }
  const form = { draft, onDraft: setDraft, onRequested: setRequest };

  return (
    <Frame testId="sign-in" title={t`Вход в Chat3`}>
      <Notice />
      {request ? (
        <CodeForm request={request} onBack={() => setRequest(null)} />
      ) : (
        <Tabs selectedKey={mode} onSelectionChange={(key) => setMode(key as Mode)}>
          <TabList
            aria-label={t`Вход или регистрация`}
            className="mb-5 flex gap-1 rounded-lg border border-line bg-sunken p-1"
          >
            <Tab id="signIn" className={tabClass}>
              <Trans>Вход</Trans>
            </Tab>
            <Tab id="register" className={tabClass}>
              <Trans>Регистрация</Trans>
            </Tab>
          </TabList>
          <TabPanel id="signIn">
            <PhoneForm {...form} withName={false} onRegister={() => setMode('register')} />
          </TabPanel>
          <TabPanel id="register">
            <PhoneForm {...form} withName />
          </TabPanel>
        </Tabs>
      )}
      <p className="mt-6 flex flex-wrap items-center justify-center gap-x-2 border-t border-line pt-4 text-[0.8125rem] text-muted">
        <span className="min-w-0 truncate" title={server ?? ''}>
          {server?.replace(/^https:\/\//, '').replace(/\/$/, '')}
        </span>
        {serverLocked ? (
          <span className="flex items-center gap-1.5">
            <Lock aria-hidden="true" className="size-3.5" />
            <Trans>Задан администратором</Trans>
          </span>
        ) : (
          <Button kind="quiet" onPress={() => setChangingServer(true)}>
            <Trans>Сменить сервер</Trans>
          </Button>
        )}
        <Button kind="quiet" onPress={() => showScreen('examination')}>
          <Trans>Проверить связь</Trans>
        </Button>
      </p>
    </Frame>
  );
}

function Notice() {
  const session = useChat((state) => state.session);
  const reason = session.state === 'signedOut' ? session.reason : 'none';
  if (reason === 'none' && session.keepsSignIn) return null;
  return (
    <div
      role="status"
      className="mb-5 flex flex-col gap-1 rounded-lg bg-accent-soft px-3.5 py-2.5 text-[0.8125rem]"
    >
      {reason === 'expired' && (
        <p>
          <Trans>
            Сеанс завершён. Войдите снова: неотправленные сообщения сохранены и уйдут после входа.
          </Trans>
        </p>
      )}
      {reason === 'disabled' && (
        <p>
          <Trans>
            Учётная запись отключена администратором. Переписка и черновики удалены с этого компьютера.
          </Trans>
        </p>
      )}
      {!session.keepsSignIn && (
        <p>
          <Trans>
            На этом компьютере нет хранилища ключей, поэтому вход сохранится только до закрытия приложения.
          </Trans>
        </p>
      )}
    </div>
  );
}

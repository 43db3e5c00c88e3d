import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronDown, Keyboard, LogOut, Settings as SettingsIcon } from 'lucide-react';
import { useState } from 'react';
import { Button, Menu, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { ConnectionDot } from '../connection/ConnectionDot.tsx';
import { formatPhone } from '../format/phone.ts';
import { useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { MenuEntry } from '../ui/MenuEntry.tsx';
import { DoNotDisturbSign } from './DoNotDisturbSign.tsx';
import { SignOutDialog } from './SignOutDialog.tsx';

export function OwnCard() {
  const session = useChat((state) => state.session);
  const [signingOut, setSigningOut] = useState(false);
  if (session.state !== 'signedIn') return null;
  const { user } = session;

  return (
    <div data-testid="own-card" className="p-2">
      <MenuTrigger>
        <Button className="flex w-full items-center gap-3 rounded-xl p-2 text-left transition-colors hover:bg-hover pressed:bg-hover">
          <Avatar id={user.userId} name={user.name} />
          <span className="min-w-0 flex-1">
            <span dir="auto" className="block truncate font-semibold">
              {user.name}
            </span>
            {user.phone !== null && (
              <span className="block text-[0.8125rem] text-muted tabular-nums">
                {formatPhone(user.phone)}
              </span>
            )}
          </span>
          <ConnectionDot />
          <ChevronDown aria-hidden="true" className="size-4 text-muted" />
          <span className="sr-only">
            <Trans>Меню</Trans>
          </span>
        </Button>
        <Popover
          placement="bottom start"
          className="w-64 rounded-xl border border-line bg-raised p-1.5 shadow-xl entering:animate-appear"
        >
          <OwnMenu onSignOut={() => setSigningOut(true)} />
        </Popover>
      </MenuTrigger>
      <DoNotDisturbSign />
      {signingOut && <SignOutDialog onClose={() => setSigningOut(false)} />}
    </div>
  );
}

function OwnMenu({ onSignOut }: { onSignOut: () => void }) {
  const { t } = useLingui();

  function act(action: string) {
    if (action === 'signOut') onSignOut();
    else if (action === 'settings' || action === 'help') showScreen(action);
  }

  return (
    <Menu aria-label={t`Меню`} onAction={(key) => act(String(key))}>
      <MenuEntry id="settings" icon={SettingsIcon} words={t`Настройки`} />
      <MenuEntry id="help" icon={Keyboard} words={t`Горячие клавиши`} />
      <Separator className="my-1.5 border-t border-line" />
      <MenuEntry id="signOut" icon={LogOut} words={t`Выйти из аккаунта`} danger />
    </Menu>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { Check, ChevronDown, LogOut } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  type Selection,
  Separator,
} from 'react-aria-components';
import type { Settings } from '../../shared/settings.ts';
import { ConnectionDot } from '../connection/ConnectionDot.tsx';
import { formatPhone } from '../format/phone.ts';
import { send } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { SignOutDialog } from './SignOutDialog.tsx';

const itemClass = 'flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 outline-none focused:bg-hover';

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
            <Trans>Настройки</Trans>
          </span>
        </Button>
        <Popover
          placement="bottom start"
          className="w-64 rounded-xl border border-line bg-raised p-1.5 shadow-xl entering:animate-appear"
        >
          <OwnMenu onSignOut={() => setSigningOut(true)} />
        </Popover>
      </MenuTrigger>
      {signingOut && <SignOutDialog onClose={() => setSigningOut(false)} />}
    </div>
  );
}

function OwnMenu({ onSignOut }: { onSignOut: () => void }) {
  const { t } = useLingui();
  const settings = useChat((state) => state.settings);
  const version = useChat((state) => state.app.version);
  return (
    <Menu
      aria-label={t`Настройки`}
      className="outline-none"
      onAction={(key) => {
        if (key === 'signOut') onSignOut();
      }}
    >
      <Choice<Settings['language']>
        title={t`Язык`}
        value={settings.language}
        onChange={(language) => send('updateSettings', { language })}
        options={{ ru: <span lang="ru">Русский</span>, en: <span lang="en">English</span> }}
      />
      <Separator className="my-1.5 border-t border-line" />
      <Choice<Settings['theme']>
        title={t`Тема`}
        value={settings.theme}
        onChange={(theme) => send('updateSettings', { theme })}
        options={{ system: t`Как в системе`, light: t`Светлая`, dark: t`Тёмная` }}
      />
      <Separator className="my-1.5 border-t border-line" />
      <MenuSection>
        <MenuItem id="signOut" textValue={t`Выйти из аккаунта`} className={`${itemClass} text-danger`}>
          <LogOut aria-hidden="true" className="size-4" />
          <Trans>Выйти из аккаунта</Trans>
        </MenuItem>
        <Header className="px-2.5 pt-1.5 pb-1 text-xs text-muted">Chat3 Desktop {version}</Header>
      </MenuSection>
    </Menu>
  );
}

interface ChoiceProps<Value extends string> {
  title: string;
  value: Value;
  options: Record<Value, ReactNode>;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ title, value, options, onChange }: ChoiceProps<Value>) {
  const values = Object.keys(options) as Value[];
  return (
    <MenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys: Selection) => {
        const chosen = values.find((option) => keys !== 'all' && keys.has(option));
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      <Header className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-muted">{title}</Header>
      {values.map((option) => (
        <MenuItem key={option} id={option} textValue={option} className={itemClass}>
          {({ isSelected }) => (
            <>
              <span className="grid size-4 place-items-center text-accent">
                {isSelected && <Check aria-hidden="true" className="size-4" />}
              </span>
              {options[option]}
            </>
          )}
        </MenuItem>
      ))}
    </MenuSection>
  );
}

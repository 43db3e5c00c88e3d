import { useLingui } from '@lingui/react/macro';
import { Bell, BellOff, Info, Link, Mail, MailOpen, Pin, PinOff } from 'lucide-react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { Menu } from 'react-aria-components';
import { dialogLink } from '../../shared/dialogLink.ts';
import type { DialogView } from '../../shared/views.ts';
import { openDialog } from '../state/actions.ts';
import { send } from '../state/bridge.ts';
import { useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { copyText } from '../ui/copyText.ts';
import { MenuAt } from '../ui/MenuAt.tsx';
import { MenuEntry } from '../ui/MenuEntry.tsx';
import { closeDialogMenu, openDialogMenu, useDialogMenu } from './dialogMenu.ts';

/** Opens the menu of a chat by the right button and by the menu key, wherever in the row. */
export function DialogMenuArea({ children }: { children: ReactNode }) {
  function openFor(target: EventTarget, place?: { x: number; y: number }): boolean {
    const row = target instanceof Element ? target.closest<HTMLElement>('[role="option"]') : null;
    const dialogId = row?.dataset['key'];
    if (!row || dialogId === undefined) return false;
    const { left, bottom } = row.getBoundingClientRect();
    openDialogMenu({ dialogId, ...(place ?? { x: left + 24, y: bottom - 16 }) });
    return true;
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens for what its rows let through.
    <div
      className="h-full"
      onContextMenu={(event: MouseEvent) => {
        if (openFor(event.target, { x: event.clientX, y: event.clientY })) event.preventDefault();
      }}
      onKeyDownCapture={(event: KeyboardEvent) => {
        const asked = event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10');
        if (asked && openFor(event.target)) event.preventDefault();
      }}
    >
      {children}
      <DialogMenu />
    </div>
  );
}

function DialogMenu() {
  const { t } = useLingui();
  const place = useDialogMenu((menu) => menu.place);
  const dialog = useChat((state) => (place ? state.dialogs.get(place.dialogId) : undefined));
  if (!place || !dialog) return null;
  return (
    <MenuAt place={place} label={t`Действия с чатом`} onClose={closeDialogMenu}>
      <Entries dialog={dialog} />
    </MenuAt>
  );
}

function Entries({ dialog }: { dialog: DialogView }) {
  const { t } = useLingui();
  const { dialogId, muted, unreadCount, markedUnread } = dialog;
  const pinned = dialog.pinnedAt !== null;
  const link = dialogLink(dialogId);

  function act(action: string) {
    if (action === 'pin') send('setPinned', { dialogId, pinned: !pinned });
    if (action === 'mute') send('setMuted', { dialogId, muted: !muted });
    if (action === 'unread') send('setMarkedUnread', { dialogId, unread: !markedUnread });
    if (action === 'link' && link !== null) copyText(link);
    if (action !== 'info') return;
    void openDialog(dialogId);
    showScreen('chatInfo');
  }

  return (
    <Menu
      aria-label={t`Действия с чатом`}
      autoFocus="first"
      onAction={(key) => act(String(key))}
      onClose={closeDialogMenu}
    >
      <MenuEntry id="pin" icon={pinned ? PinOff : Pin} words={pinned ? t`Открепить` : t`Закрепить`} />
      <MenuEntry
        id="mute"
        icon={muted ? Bell : BellOff}
        words={muted ? t`Включить уведомления` : t`Выключить уведомления`}
      />
      {(markedUnread || unreadCount === 0) && (
        <MenuEntry
          id="unread"
          icon={markedUnread ? MailOpen : Mail}
          words={markedUnread ? t`Отметить прочитанным` : t`Отметить непрочитанным`}
        />
      )}
      {link !== null && <MenuEntry id="link" icon={Link} words={t`Копировать ссылку на чат`} />}
      <MenuEntry id="info" icon={Info} words={t`О чате`} />
    </Menu>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { DialogDetailsView, DialogView } from '../../shared/views.ts';
import { formatPhone } from '../format/phone.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { call, send } from '../state/bridge.ts';
import { isOnline, selectOpenDialog, useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { Modal } from '../ui/Modal.tsx';
import { Toggle } from '../ui/Toggle.tsx';
import { AddMembers } from './AddMembers.tsx';
import { ChatName } from './ChatName.tsx';
import { HistoryFingerprint } from './HistoryFingerprint.tsx';
import { MemberList } from './MemberList.tsx';
import { useDialogDetails } from './useDialogDetails.ts';

const close = () => showScreen(null);

/** Who is in the open chat, and what one may do about it; what the server does not offer is not there. */
export function ChatInfo() {
  const dialog = useChat(selectOpenDialog);
  const isGone = dialog === undefined;
  useEffect(() => {
    if (isGone) close();
  }, [isGone]);
  return dialog && <ChatInfoOf key={dialog.dialogId} dialog={dialog} />;
}

function ChatInfoOf({ dialog }: { dialog: DialogView }) {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const [isRenaming, setRenaming] = useState(false);
  return (
    <Modal
      title={adding ? t`Добавить участников` : t`О чате`}
      isOpen
      // Escape first leaves the field.
      onClose={isRenaming ? () => setRenaming(false) : close}
      className="max-h-[min(44rem,100%)]"
    >
      <Info
        dialog={dialog}
        adding={adding}
        setAdding={setAdding}
        isRenaming={isRenaming}
        setRenaming={setRenaming}
      />
    </Modal>
  );
}

interface InfoProps {
  dialog: DialogView;
  adding: boolean;
  setAdding: (adding: boolean) => void;
  isRenaming: boolean;
  setRenaming: (isRenaming: boolean) => void;
}

function Info({ dialog, adding, setAdding, isRenaming, setRenaming }: InfoProps) {
  const sentence = useErrorSentence();
  const { dialogId } = dialog;
  const { details, failure, reload } = useDialogDetails(dialogId, dialog.memberCount);

  if (adding && details) {
    return (
      <AddMembers
        details={details}
        onClose={() => {
          setAdding(false);
          void reload();
        }}
      />
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">
      <Heading
        dialog={dialog}
        canRename={details?.canRename ?? false}
        isRenaming={isRenaming}
        setRenaming={setRenaming}
      />
      <div className="border-t border-line py-1.5">
        <Toggle
          isSelected={!dialog.muted}
          onChange={(notified) => send('setMuted', { dialogId, muted: !notified })}
        >
          <Trans>Уведомления</Trans>
        </Toggle>
        <Toggle
          isSelected={dialog.pinnedAt !== null}
          onChange={(pinned) => send('setPinned', { dialogId, pinned })}
        >
          <Trans>Закреплён вверху списка</Trans>
        </Toggle>
      </div>
      <HistoryFingerprint dialog={dialog} />
      {failure && (
        <p role="alert" className="flex items-center justify-between gap-3 pt-3 text-danger">
          {sentence(failure)}
          <Button kind="quiet" onPress={() => void reload()}>
            <Trans>Повторить</Trans>
          </Button>
        </p>
      )}
      {details?.kind === 'group' && (
        <>
          <MemberList details={details} onChanged={() => void reload()} onAdd={() => setAdding(true)} />
          <Leaving details={details} />
        </>
      )}
    </div>
  );
}

type HeadingProps = Pick<InfoProps, 'dialog' | 'isRenaming' | 'setRenaming'> & { canRename: boolean };

function Heading({ dialog, canRename, isRenaming, setRenaming }: HeadingProps) {
  const { t } = useLingui();
  const peer = useChat((state) => (dialog.peerId === null ? undefined : state.users.get(dialog.peerId)));
  const online = useChat((state) => isOnline(state, dialog.peerId));
  const known = useChat((state) => state.presence.known);
  return (
    <div className="flex items-center gap-4 pb-4">
      <Avatar id={dialog.peerId ?? dialog.dialogId} name={dialog.title} online={online} />
      <div className="min-w-0 flex-1 select-text">
        <ChatName dialog={dialog} canRename={canRename} isEditing={isRenaming} setEditing={setRenaming} />
        {peer && (online || known) && (
          <p className={online ? 'text-accent' : 'text-muted'}>{online ? t`в сети` : t`не в сети`}</p>
        )}
        {peer?.phone && <p className="text-muted tabular-nums">{formatPhone(peer.phone)}</p>}
      </div>
    </div>
  );
}

function Leaving({ details }: { details: DialogDetailsView }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState<'leave' | 'delete' | null>(null);
  const { dialogId, canLeave, canDelete } = details;
  return (
    <div className="flex flex-wrap gap-2 pt-4">
      {canLeave && (
        <Button kind="danger" onPress={() => setAsking('leave')}>
          <Trans>Покинуть чат</Trans>
        </Button>
      )}
      {canDelete && (
        <Button kind="danger" onPress={() => setAsking('delete')}>
          <Trans>Удалить чат</Trans>
        </Button>
      )}
      {asking === 'leave' && (
        <Confirm
          title={t`Покинуть чат?`}
          action={t`Покинуть`}
          onConfirm={() => call('leaveDialog', { dialogId })}
          onDone={close}
          onClose={() => setAsking(null)}
        >
          <Trans>Вы перестанете получать сообщения. Вернуться можно будет только по приглашению.</Trans>
        </Confirm>
      )}
      {asking === 'delete' && (
        <Confirm
          title={t`Удалить чат?`}
          action={t`Удалить`}
          onConfirm={() => call('deleteDialog', { dialogId })}
          onDone={close}
          onClose={() => setAsking(null)}
        >
          <Trans>Чат и вся переписка будут удалены у всех участников. Вернуть их нельзя.</Trans>
        </Confirm>
      )}
    </div>
  );
}

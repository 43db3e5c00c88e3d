import { Trans, useLingui } from '@lingui/react/macro';
import { CloudOff, LoaderCircle, MessagesSquare, PenLine } from 'lucide-react';
import { FileDrop } from '../composer/attachments/FileDrop.tsx';
import { Composer } from '../composer/Composer.tsx';
import { EditComposer } from '../composer/EditComposer.tsx';
import { useEditing } from '../composer/editMessage.ts';
import { ForwardMessage } from '../forward/ForwardMessage.tsx';
import { FindBar } from '../search/FindBar.tsx';
import { selectOpenDialog, useChat } from '../state/store.ts';
import { useView } from '../state/view.ts';
import { MessagePath } from '../trace/MessagePath.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ImageViewer } from './attachments/ImageViewer.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import { HistoryFailure } from './HistoryFailure.tsx';
import { MessageList } from './MessageList.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import { RemoveMessage } from './RemoveMessage.tsx';

export function Conversation({ narrow }: { narrow: boolean }) {
  const { t } = useLingui();
  const dialog = useChat(selectOpenDialog);
  const finding = useView((view) => view.finding);
  const editing = useEditing(({ byDialog }) => dialog && byDialog.get(dialog.dialogId));
  if (!dialog) {
    return (
      <main data-testid="conversation" className="min-w-0 flex-1">
        <EmptyState icon={MessagesSquare} title={t`Выберите чат, чтобы начать переписку`} />
      </main>
    );
  }
  return (
    <main
      data-testid="conversation"
      data-dialog-id={dialog.dialogId}
      className="relative flex min-w-0 flex-1 flex-col"
    >
      <ConversationHeader dialog={dialog} narrow={narrow} />
      {finding && <FindBar key={`find ${dialog.dialogId}`} dialogId={dialog.dialogId} />}
      <Messages />
      {/* Not in the list, which begins anew while a chat is being fetched: an open menu outlives that. */}
      <MessageMenu key={`menu ${dialog.dialogId}`} dialog={dialog} />
      <FileDrop key={`drop ${dialog.dialogId}`} dialogId={dialog.dialogId} />
      <ImageViewer key={`viewer ${dialog.dialogId}`} />
      <RemoveMessage key={`remove ${dialog.dialogId}`} dialogId={dialog.dialogId} />
      <ForwardMessage key={`forward ${dialog.dialogId}`} />
      <MessagePath key={`path ${dialog.dialogId}`} />
      {editing ? (
        <EditComposer
          key={`edit ${dialog.dialogId} ${editing.key}`}
          dialogId={dialog.dialogId}
          editing={editing}
        />
      ) : (
        <Composer key={dialog.dialogId} dialogId={dialog.dialogId} draft={dialog.draft} />
      )}
    </main>
  );
}

function Messages() {
  const { t } = useLingui();
  const dialog = useChat(selectOpenDialog);
  const shown = useChat((state) => state.window);
  if (!dialog) return null;
  // What a first look at a chat brings is shown when it is known where to begin: at the first unread message.
  const failure = shown?.messages.length === 0 ? shown.failure : undefined;
  if (shown === null || shown.loading || failure !== undefined) {
    return (
      <div role="status" className="grid min-h-0 flex-1 place-items-center text-muted">
        {failure === undefined ? (
          <>
            <LoaderCircle aria-hidden="true" className="size-6 animate-spin" />
            <span className="sr-only">
              <Trans>Загрузка…</Trans>
            </span>
          </>
        ) : (
          <HistoryFailure code={failure} generation={shown?.generation ?? 0} />
        )}
      </div>
    );
  }
  if (shown.messages.length === 0) {
    return (
      <div className="min-h-0 flex-1">
        {dialog.lastMessage === null ? (
          <EmptyState icon={PenLine} title={t`Напишите первое сообщение`} />
        ) : (
          <EmptyState icon={CloudOff} title={t`Сообщения загрузятся, когда появится связь`} />
        )}
      </div>
    );
  }
  return <MessageList key={`${shown.dialogId} ${shown.generation}`} dialog={dialog} window={shown} />;
}

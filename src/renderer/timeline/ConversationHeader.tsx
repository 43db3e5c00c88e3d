import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { ArrowLeft, Info, Search } from 'lucide-react';
import type { DialogView } from '../../shared/views.ts';
import { useTypingLine } from '../dialogs/useTypingLine.ts';
import { useShownNames } from '../people/useShownNames.ts';
import { closeDialog } from '../state/actions.ts';
import { isOnline, useChat } from '../state/store.ts';
import { showScreen, useView } from '../state/view.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { IconButton } from '../ui/Button.tsx';

export function ConversationHeader({ dialog, narrow }: { dialog: DialogView; narrow: boolean }) {
  const { t } = useLingui();
  const online = useChat((state) => isOnline(state, dialog.peerId));
  const title = useShownNames()(dialog.peerId, dialog.title);
  // In one column the chat is the page.
  const Title = narrow ? 'h1' : 'h2';
  return (
    <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line bg-surface px-4">
      {narrow && (
        <IconButton aria-label={t`К списку чатов`} onPress={closeDialog} className="-ml-2">
          <ArrowLeft aria-hidden="true" className="size-5" />
        </IconButton>
      )}
      <Avatar id={dialog.peerId ?? dialog.dialogId} name={dialog.title} online={online} />
      <div className="min-w-0">
        <Title dir="auto" title={title} className="truncate text-left text-base font-semibold">
          {title}
        </Title>
        <StatusLine dialog={dialog} online={online} />
      </div>
      <div className="ml-auto flex shrink-0">
        <IconButton aria-label={t`Поиск в чате`} onPress={() => useView.setState({ finding: true })}>
          <Search aria-hidden="true" className="size-5" />
        </IconButton>
        <IconButton aria-label={t`О чате`} onPress={() => showScreen('chatInfo')}>
          <Info aria-hidden="true" className="size-5" />
        </IconButton>
      </div>
    </header>
  );
}

function StatusLine({ dialog, online }: { dialog: DialogView; online: boolean }) {
  const { t } = useLingui();
  const typing = useTypingLine(dialog.dialogId, dialog.kind);
  const presenceKnown = useChat((state) => state.presence.known);
  if (typing !== null) {
    return (
      <p data-testid="typing" className="truncate text-[0.8125rem] text-accent">
        {typing}
      </p>
    );
  }
  const words = statusWords();
  return words === null ? null : (
    <p className={`truncate text-[0.8125rem] ${online ? 'text-accent' : 'text-muted'}`}>{words}</p>
  );

  function statusWords(): string | null {
    if (dialog.kind === 'group') {
      if (dialog.memberCount === null) return null;
      return t`${plural(dialog.memberCount, {
        one: '# участник',
        few: '# участника',
        many: '# участников',
        other: '# участника',
      })}`;
    }
    if (online) return t`в сети`;
    return presenceKnown ? t`не в сети` : null;
  }
}

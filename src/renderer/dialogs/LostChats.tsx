import { Trans, useLingui } from '@lingui/react/macro';
import { Copy, X } from 'lucide-react';
import { isBlank } from '../../shared/messageText.ts';
import { forgetLostChat, type LostChat, useLostChats } from '../state/lostChats.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { copyText } from '../ui/copyText.ts';
import { TextScroller } from '../ui/TextScroller.tsx';

/** Says that a chat is gone, and keeps what was being written there until it has been copied or put away. */
export function LostChats() {
  const lost = useLostChats((state) => state.lost);
  return (
    <div role="alert" className="flex shrink-0 flex-col">
      {lost.map((chat, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two chats may have had one name, and none is moved.
        <LostChatNotice key={index} chat={chat} />
      ))}
    </div>
  );
}

function LostChatNotice({ chat }: { chat: LostChat }) {
  const { t } = useLingui();
  const hasText = !isBlank(chat.draft);
  return (
    <section className="flex items-start gap-3 border-b border-line bg-accent-soft py-2 pr-2 pl-4">
      <div className="min-w-0 flex-1 py-1">
        <p className="font-medium">
          <Sentence chat={chat} />
        </p>
        {hasText && (
          <>
            <p className="pt-1 text-[0.8125rem] text-muted">
              <Trans>Текст, который вы не отправили:</Trans>
            </p>
            <TextScroller label={t`Текст, который вы не отправили:`} className="max-h-24">
              <p dir="auto" className="text-left whitespace-pre-wrap [overflow-wrap:anywhere]">
                {chat.draft}
              </p>
            </TextScroller>
          </>
        )}
      </div>
      {hasText && (
        <Button kind="secondary" onPress={() => copyText(chat.draft)}>
          <Copy aria-hidden="true" className="size-4" />
          <Trans>Скопировать</Trans>
        </Button>
      )}
      <IconButton aria-label={t`Закрыть`} onPress={() => forgetLostChat(chat)}>
        <X aria-hidden="true" className="size-4" />
      </IconButton>
    </section>
  );
}

function Sentence({ chat }: { chat: LostChat }) {
  const { title } = chat;
  switch (chat.reason) {
    case 'removed':
      return (
        <Trans>
          Вы больше не участник чата «<bdi>{title}</bdi>».
        </Trans>
      );
    case 'deleted':
      return (
        <Trans>
          Чат «<bdi>{title}</bdi>» удалён.
        </Trans>
      );
    case 'unknown':
      return (
        <Trans>
          Чат «<bdi>{title}</bdi>» больше недоступен.
        </Trans>
      );
  }
}

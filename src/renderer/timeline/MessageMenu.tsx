import { Trans, useLingui } from '@lingui/react/macro';
import {
  ArrowUpToLine,
  Copy,
  Forward,
  Pencil,
  Reply,
  RotateCcw,
  Route,
  SmilePlus,
  Trash2,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { Dialog, Header, Menu, MenuItem, MenuSection, Separator } from 'react-aria-components';
import { isolated } from '../../shared/bidi.ts';
import { kindOf } from '../../shared/messageKind.ts';
import type { DialogView, MessageView } from '../../shared/views.ts';
import { canEdit, startEditing } from '../composer/editMessage.ts';
import { canReply, startReply } from '../composer/reply.ts';
import { useShownNames } from '../people/useShownNames.ts';
import { openMessage } from '../state/actions.ts';
import { call, send } from '../state/bridge.ts';
import { selectOwnId, useChat } from '../state/store.ts';
import { copyText } from '../ui/copyText.ts';
import { EmojiPicker } from '../ui/EmojiPicker.tsx';
import { MenuAt } from '../ui/MenuAt.tsx';
import { MenuEntry } from '../ui/MenuEntry.tsx';
import { actOnFile, FileEntries } from './attachments/FileEntries.tsx';
import {
  askToForward,
  askToRemove,
  closeMessageMenu,
  type MenuPlace,
  showPath,
  useMessageMenu,
} from './messageMenu.ts';
import { toggleReaction } from './reactionActions.ts';
import { useSelection } from './selection.ts';
import { readersOf } from './ticks.ts';

const quickEmoji = ['👍', '❤️', '😂', '🎉', '😮', '🙏'];

/** Open for as long as its message is in the window, whatever else of it is drawn anew. */
export function MessageMenu({ dialog }: { dialog: DialogView }) {
  const place = useMessageMenu((menu) => menu.place);
  useEffect(() => closeMessageMenu, []);
  const message = useChat((state) => (place ? state.window?.byKey.get(place.key) : undefined));
  const isGone = place !== null && message === undefined;
  useEffect(() => {
    // Or it would open again by itself with a later window.
    if (isGone) closeMessageMenu();
  }, [isGone]);
  // What a server says itself is nobody's to answer, and of what was removed there is nothing left.
  if (!place || !message || ['system', 'removed'].includes(kindOf(message))) return null;
  return <OpenMenu key={place.key} dialog={dialog} message={message} place={place} />;
}

function OpenMenu({
  dialog,
  message,
  place,
}: {
  dialog: DialogView;
  message: MessageView;
  place: MenuPlace;
}) {
  const { t } = useLingui();
  const [picking, setPicking] = useState(false);
  const chosen = useSelection(({ anchor, focus }) => anchor !== focus);
  const features = useChat((state) => state.connection.features);
  const mayEdit = canEdit(message, features);
  const mayRemove =
    message.state !== 'sent' || (features.includes('edit') && (message.own || dialog.moderates));
  const canReact = ['sent', 'queued'].includes(message.state);
  const files = message.attachments ?? [];
  const original = message.quote?.key ?? null;
  const canForward = message.state === 'sent' && (kindOf(message) === 'text' || files.length > 0);
  const canCopy = message.content !== '' && (kindOf(message) === 'text' || files.length > 0);

  const actions: Record<string, () => void> = {
    reply: () => startReply(message),
    forward: () => askToForward(message.key),
    original: () => void (original && openMessage(message.dialogId, original)),
    copy: () => copyText(message.content),
    copyChosen: () => void document.execCommand('copy'),
    retry: () => send('retryMessage', { key: message.key }),
    edit: () => startEditing(message),
    remove() {
      // Of one that was not sent nobody else knows.
      if (message.state !== 'sent') send('removeMessage', { key: message.key });
      else askToRemove(message.key);
    },
    path: () => showPath(message.key),
    more: () => setPicking(true),
  };

  function act(action: string) {
    if (actOnFile(action, files)) return;
    const known = actions[action];
    if (known) known();
    else void toggleReaction(message, action);
  }

  return (
    <MenuAt place={place} label={t`Действия с сообщением`} onClose={closeMessageMenu}>
      {picking ? (
        <Dialog aria-label={t`Выбор реакции`}>
          <EmojiPicker
            onPick={(emoji) => {
              void toggleReaction(message, emoji);
              closeMessageMenu();
            }}
          />
        </Dialog>
      ) : (
        <Menu
          aria-label={t`Действия с сообщением`}
          autoFocus="first"
          onAction={(key) => act(String(key))}
          onClose={closeMessageMenu}
        >
          {canReact && (
            <MenuSection aria-label={t`Реакция`} className="flex gap-0.5 pb-1">
              {quickEmoji.map((emoji) => (
                <MenuItem
                  key={emoji}
                  id={emoji}
                  textValue={emoji}
                  className="grid size-9 cursor-default place-items-center rounded-lg text-xl focus-inside focused:bg-hover"
                >
                  {emoji}
                </MenuItem>
              ))}
              <MenuItem
                id="more"
                shouldCloseOnSelect={false}
                textValue={t`Другая реакция`}
                aria-label={t`Другая реакция`}
                className="grid size-9 place-items-center rounded-lg text-muted focus-inside focused:bg-hover"
              >
                <SmilePlus aria-hidden="true" className="size-5" />
              </MenuItem>
            </MenuSection>
          )}
          {canReact && <Separator className="my-1 border-t border-line" />}
          <MenuSection>
            {canReply(message) && <MenuEntry id="reply" words={t`Ответить`} icon={Reply} />}
            {canForward && <MenuEntry id="forward" words={t`Переслать…`} icon={Forward} />}
            {original && <MenuEntry id="original" words={t`К исходному сообщению`} icon={ArrowUpToLine} />}
            {chosen && <MenuEntry id="copyChosen" words={t`Копировать выбранные сообщения`} icon={Copy} />}
            {canCopy && <MenuEntry id="copy" words={t`Копировать текст`} icon={Copy} />}
            <FileEntries files={files} />
            {['failed', 'held'].includes(message.state) && (
              <MenuEntry id="retry" words={t`Отправить ещё раз`} icon={RotateCcw} />
            )}
            {mayEdit && <MenuEntry id="edit" words={t`Изменить`} icon={Pencil} />}
            {mayRemove && <MenuEntry id="remove" words={t`Удалить`} icon={Trash2} danger />}
            <MenuEntry id="path" words={t`Путь сообщения…`} icon={Route} />
            <Who dialog={dialog} message={message} />
          </MenuSection>
        </Menu>
      )}
    </MenuAt>
  );
}

/** Who read it and who reacted, by name. */
function Who({ dialog, message }: { dialog: DialogView; message: MessageView }) {
  const { t, i18n } = useLingui();
  const users = useChat((state) => state.users);
  const shownName = useShownNames();
  const ownId = useChat(selectOwnId);
  const marks = useChat((state) => state.window?.marks);
  const [reactors, setReactors] = useState<{ userId: string; emoji: string }[]>([]);
  const reacted = message.reactions.length > 0;
  const { key } = message;

  useEffect(() => {
    if (!reacted) return;
    let outdated = false;
    void call('listReactions', { key }).then((result) => {
      if (result.ok && !outdated) setReactors(result.value);
    });
    return () => {
      outdated = true;
    };
  }, [key, reacted]);

  const nameOf = (userId: string) =>
    userId === ownId
      ? t`Вы`
      : isolated(shownName(userId, users.get(userId)?.name ?? t`Неизвестный сотрудник`));
  const list = (names: string[]) => new Intl.ListFormat(i18n.locale).format(names);
  const readers = message.own && dialog.kind === 'group' ? readersOf(message, marks ?? [], ownId) : [];
  const emojis = [...new Set(reactors.map(({ emoji }) => emoji))];
  if (readers.length === 0 && emojis.length === 0) return null;
  return (
    <Header className="px-2.5 pt-1.5 pb-1 text-xs text-muted">
      {readers.length > 0 && (
        <span className="block">
          <Trans>Прочитали: {list(readers.map(nameOf))}</Trans>
        </span>
      )}
      {emojis.map((emoji) => {
        const names = reactors
          .filter((reactor) => reactor.emoji === emoji)
          .map(({ userId }) => nameOf(userId));
        return (
          <span key={emoji} className="block">
            <bdi>{emoji}</bdi> {list(names)}
          </span>
        );
      })}
    </Header>
  );
}

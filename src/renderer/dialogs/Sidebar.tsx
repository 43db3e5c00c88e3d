import { Trans, useLingui } from '@lingui/react/macro';
import { CheckCheck, MailOpen, MessageCirclePlus, Search, SquarePen, TextSearch, X } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { Button as AriaButton, Autocomplete, Input, SearchField } from 'react-aria-components';
import { maximumQueryLength } from '../../shared/limits.ts';
import { isUnread } from '../../shared/unread.ts';
import { SearchResults } from '../search/SearchResults.tsx';
import { OwnCard } from '../settings/OwnCard.tsx';
import { markAllRead } from '../state/actions.ts';
import { useChat } from '../state/store.ts';
import { showScreen, useView } from '../state/view.ts';
import { Button, IconButton, IconToggle } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Tooltipped } from '../ui/Tooltipped.tsx';
import { DialogList } from './DialogList.tsx';
import { filterDialogs } from './dialogOrder.ts';
import { ResizeHandle } from './ResizeHandle.tsx';

export function Sidebar({ narrow }: { narrow: boolean }) {
  const { t } = useLingui();
  const width = useView((view) => view.sidebarWidth);
  const dialogs = useChat((state) => state.dialogs);
  const [query, setQuery] = useState('');
  const unreadOnly = useView((view) => view.unreadOnly);
  const openDialogId = useChat((state) => state.openDialogId);
  const shown = useMemo(
    () => filterDialogs(dialogs.values(), '', { unreadOnly, keep: openDialogId }),
    [dialogs, unreadOnly, openDialogId],
  );
  const anyUnread = useMemo(() => [...dialogs.values()].some(isUnread), [dialogs]);

  const searching = query.trim() !== '';

  // In one column the chats are the page.
  const Region = narrow ? 'main' : 'nav';

  return (
    <Region
      aria-label={t`Список чатов`}
      className="relative flex min-h-0 shrink-0 flex-col bg-surface"
      style={{ width: narrow ? '100%' : width }}
    >
      <OwnCard />
      <div className="flex items-center justify-between px-4 pt-1 pb-2">
        <h1 className="text-lg font-semibold">
          <Trans>Чаты</Trans>
        </h1>
        <div className="flex">
          <IconButton aria-label={t`Поиск сообщений`} onPress={() => showScreen('search')}>
            <TextSearch aria-hidden="true" className="size-5" />
          </IconButton>
          <IconToggle
            aria-label={t`Непрочитанные`}
            isSelected={unreadOnly}
            onChange={(only) => useView.setState({ unreadOnly: only })}
          >
            <MailOpen aria-hidden="true" className="size-5" />
          </IconToggle>
          <IconButton
            aria-label={t`Отметить все чаты прочитанными`}
            isDisabled={!anyUnread}
            onPress={() => void markAllRead({ takesFocus: true })}
          >
            <CheckCheck aria-hidden="true" className="size-5" />
          </IconButton>
          <IconButton aria-label={t`Новый чат`} onPress={() => showScreen('newChat')}>
            <SquarePen aria-hidden="true" className="size-5" />
          </IconButton>
        </div>
      </div>
      <Autocomplete inputValue={query} onInputChange={setQuery}>
        <ChatSearch />
        {searching && (
          <div className="min-h-0 flex-1">
            <SearchResults query={query} onOpened={() => setQuery('')} />
          </div>
        )}
      </Autocomplete>
      <div className={searching ? 'hidden' : 'min-h-0 flex-1'}>
        {dialogs.size === 0 ? (
          <EmptyState icon={MessageCirclePlus} title={t`Чатов пока нет`}>
            <Button onPress={() => showScreen('newChat')}>
              <Trans>Написать коллеге</Trans>
            </Button>
          </EmptyState>
        ) : shown.length === 0 ? (
          <EmptyState icon={MailOpen} title={t`Всё прочитано`}>
            <Button kind="secondary" onPress={() => useView.setState({ unreadOnly: false })}>
              <Trans>Показать все чаты</Trans>
            </Button>
          </EmptyState>
        ) : (
          <DialogList dialogs={shown} />
        )}
      </div>
      {!narrow && <ResizeHandle />}
    </Region>
  );
}

/** What is found is gone through from the field; the chats, while nothing is typed, are a list of their own. */
function stepIntoChats(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'ArrowDown' || event.currentTarget.value !== '') return;
  const chats = event.currentTarget.closest('nav, main')?.querySelector<HTMLElement>('[role="listbox"]');
  if (!chats) return;
  event.preventDefault();
  chats.focus();
}

function ChatSearch() {
  const { t } = useLingui();
  return (
    <SearchField aria-label={t`Поиск чатов, людей и сообщений`} className="group relative mx-3 mb-2">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted"
      />
      <Input
        maxLength={maximumQueryLength}
        placeholder={t`Поиск`}
        onKeyDown={stepIntoChats}
        className="h-9 w-full rounded-lg border border-transparent bg-sunken pr-9 pl-9 text-sm select-text focus-field focus:bg-surface [&::-webkit-search-cancel-button]:hidden"
      />
      <Tooltipped words={t`Очистить поиск`}>
        <AriaButton
          aria-label={t`Очистить поиск`}
          data-tooltip={t`Очистить поиск`}
          className="absolute top-1/2 right-1.5 grid size-6 -translate-y-1/2 place-items-center rounded-md text-muted hover:bg-hover group-data-empty:hidden"
        >
          <X aria-hidden="true" className="size-4" />
        </AriaButton>
      </Tooltipped>
    </SearchField>
  );
}

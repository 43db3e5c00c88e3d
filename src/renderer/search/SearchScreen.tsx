import { Trans, useLingui } from '@lingui/react/macro';
import { Search, TextSearch } from 'lucide-react';
import { useState } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField } from 'react-aria-components';
import { plainText } from '../../shared/markup.ts';
import type { SearchHit } from '../../shared/views.ts';
import { formatListTime } from '../format/time.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { openMessage } from '../state/actions.ts';
import { useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Modal } from '../ui/Modal.tsx';
import { useToday } from '../ui/useToday.ts';
import { Highlighted } from './Highlighted.tsx';
import { snippetAround, wordsOf } from './highlight.ts';
import { useMessageSearch } from './useMessageSearch.ts';

const snippetLength = 90;

/** Search in all chats, offline as well as online. */
export function SearchScreen() {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [query, setQuery] = useState('');
  const { hits, hasMore, answered, failure, loadMore } = useMessageSearch(query, null);
  const asked = wordsOf(query).length > 0;

  function emptyTitle(): string {
    if (failure) return sentence(failure);
    return asked && answered === query ? t`Ничего не нашли` : t`Что ищем?`;
  }

  return (
    <Modal
      title={t`Поиск сообщений`}
      isOpen
      onClose={() => showScreen(null)}
      width="max-w-xl"
      className="h-[min(44rem,100%)]"
    >
      <div className="flex min-h-0 flex-1 flex-col">
        <Autocomplete inputValue={query} onInputChange={setQuery}>
          <SearchField aria-label={t`Поиск сообщений`} autoFocus className="relative mx-5 mb-2">
            <Search
              aria-hidden="true"
              className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted"
            />
            <Input
              maxLength={200}
              placeholder={t`Слова из сообщения`}
              className="h-10 w-full rounded-lg border border-line bg-surface pr-3 pl-9 select-text focus:border-accent focus:outline-none [&::-webkit-search-cancel-button]:hidden"
            />
          </SearchField>
          <ListBox
            aria-label={t`Найденные сообщения`}
            items={asked ? hits.map((hit) => ({ ...hit, id: hit.key })) : []}
            dependencies={[query]}
            onAction={(key) => {
              const hit = hits.find((candidate) => candidate.key === key);
              if (!hit) return;
              showScreen(null);
              void openMessage(hit.dialogId, hit.key);
            }}
            renderEmptyState={() => <EmptyState icon={TextSearch} title={emptyTitle()} />}
            className="min-h-0 flex-1 overflow-y-auto px-3 outline-none"
          >
            {(hit) => (
              <ListBoxItem
                textValue={hit.content.slice(0, snippetLength)}
                className="rounded-xl px-2 py-2 outline-none hover:bg-hover focused:bg-hover ringed:outline-2 ringed:-outline-offset-2 ringed:outline-accent"
              >
                <Hit hit={hit} query={query} />
              </ListBoxItem>
            )}
          </ListBox>
        </Autocomplete>
        {asked && hasMore && (
          <Button kind="quiet" className="mx-5 my-2 self-start" onPress={() => void loadMore()}>
            <Trans>Показать ещё</Trans>
          </Button>
        )}
        <p className="border-t border-line px-5 py-3 text-[0.8125rem] text-muted">
          <Trans>Поиск идёт по сообщениям, загруженным на этот компьютер.</Trans>
        </p>
      </div>
    </Modal>
  );
}

function Hit({ hit, query }: { hit: SearchHit; query: string }) {
  const { t, i18n } = useLingui();
  const today = useToday();
  const dialog = useChat((state) => state.dialogs.get(hit.dialogId));
  const author = useChat((state) => state.users.get(hit.senderId)?.name);
  return (
    <div className="flex items-center gap-3">
      <Avatar id={dialog?.peerId ?? hit.dialogId} name={dialog?.title ?? ''} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span dir="auto" className="min-w-0 flex-1 truncate text-left font-medium">
            {dialog?.title}
          </span>
          <span className="shrink-0 text-xs text-muted tabular-nums">
            {formatListTime(i18n.locale, hit.createdAt, today)}
          </span>
        </div>
        <p className="line-clamp-2 text-[0.8125rem] text-muted [overflow-wrap:anywhere]">
          <span className="text-ink">
            <bdi>{hit.own ? t`Вы` : (author ?? t`Неизвестный сотрудник`)}</bdi>:{' '}
          </span>
          <bdi>
            <Highlighted text={snippetAround(plainText(hit.content), query, snippetLength)} query={query} />
          </bdi>
        </p>
      </div>
    </div>
  );
}

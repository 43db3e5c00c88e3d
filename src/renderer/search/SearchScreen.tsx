import { Trans, useLingui } from '@lingui/react/macro';
import { Search, TextSearch } from 'lucide-react';
import { useState } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField, ToggleButton } from 'react-aria-components';
import { searchedText } from '../../shared/attachments.ts';
import { maximumQueryLength } from '../../shared/limits.ts';
import { parseMessageQuery } from '../../shared/search/messageQuery.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { openMessage } from '../state/actions.ts';
import { showScreen } from '../state/view.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Modal } from '../ui/Modal.tsx';
import { HitRow } from './HitRow.tsx';
import { useMessageSearch } from './useMessageSearch.ts';

/** Search in all chats, offline as well as online. */
export function SearchScreen() {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [query, setQuery] = useState('');
  const [filesOnly, setFilesOnly] = useState(false);
  const { hits, hasMore, answered, failure, loadMore } = useMessageSearch(query, null, filesOnly);
  const asked = filesOnly || parseMessageQuery(query) !== null;

  function emptyTitle(): string {
    if (!asked) return t`Что ищем?`;
    if (answered !== query) return t`Ищем…`;
    return failure ? sentence(failure) : t`Ничего не найдено`;
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
              maxLength={maximumQueryLength}
              placeholder={t`Слова из сообщения`}
              className="h-10 w-full rounded-lg border border-line bg-surface pr-3 pl-9 select-text focus-field [&::-webkit-search-cancel-button]:hidden"
            />
          </SearchField>
          <ToggleButton
            isSelected={filesOnly}
            onChange={setFilesOnly}
            className="mx-5 mb-2 self-start rounded-full border border-line px-3 py-0.5 text-[0.8125rem] hover:bg-hover selected:border-accent selected:bg-accent-soft selected:text-accent"
          >
            <Trans>Файлы</Trans>
          </ToggleButton>
          <ListBox
            aria-label={t`Найденные сообщения`}
            items={asked ? hits.map((hit) => ({ ...hit, id: hit.key })) : []}
            dependencies={[query, filesOnly]}
            onAction={(key) => {
              const hit = hits.find((candidate) => candidate.key === key);
              if (!hit) return;
              showScreen(null);
              void openMessage(hit.dialogId, hit.key);
            }}
            renderEmptyState={() => <EmptyState icon={TextSearch} title={emptyTitle()} />}
            className="min-h-0 flex-1 overflow-y-auto px-3"
          >
            {(hit) => (
              <ListBoxItem
                textValue={searchedText(hit).slice(0, 90)}
                className="rounded-xl px-2 py-2 hover:bg-hover focused:bg-hover focus-inside"
              >
                <HitRow hit={hit} query={query} />
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

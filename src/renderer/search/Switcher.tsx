import { useLingui } from '@lingui/react/macro';
import { Search, UserRoundSearch } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField } from 'react-aria-components';
import type { ErrorCode, User } from '../../shared/domain.ts';
import type { DialogView } from '../../shared/views.ts';
import { filterDialogs } from '../dialogs/dialogOrder.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { matchingPeople } from '../people/matchingPeople.ts';
import { usePeopleSearch } from '../people/usePeopleSearch.ts';
import { openChatWith, openDialog } from '../state/actions.ts';
import { selectOwnId, useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Modal } from '../ui/Modal.tsx';
import { Highlighted } from './Highlighted.tsx';

const mostShown = 30;

interface Target {
  id: string;
  name: string;
  avatarId: string;
  isPerson: boolean;
}

/** Chats first, then people one has no chat with yet. */
function targetsOf(dialogs: DialogView[], people: User[], query: string, ownId: string): Target[] {
  const chats = dialogs.map(({ dialogId, peerId, title }) => ({
    id: dialogId,
    name: title,
    avatarId: peerId ?? dialogId,
    isPerson: false,
  }));
  const peers = new Set([ownId, ...dialogs.map(({ peerId }) => peerId)]);
  const others = (query.trim() === '' ? [] : matchingPeople(people, query))
    .filter(({ userId }) => !peers.has(userId))
    .map(({ userId, name }) => ({ id: userId, name, avatarId: userId, isPerson: true }));
  return [...chats, ...others].slice(0, mostShown);
}

/** Ctrl+K: a few letters and Enter lead to any chat or person. */
export function Switcher() {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const [query, setQuery] = useState('');
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const dialogs = useChat((state) => state.dialogs);
  const users = useChat((state) => state.users);
  const ownId = useChat(selectOwnId);
  const { people } = usePeopleSearch(query);
  const targets = useMemo(() => {
    const known = new Map([...users.values(), ...people].map((user) => [user.userId, user]));
    return targetsOf(filterDialogs(dialogs.values(), query), [...known.values()], query, ownId);
  }, [dialogs, users, people, query, ownId]);

  async function go(id: string) {
    const target = targets.find((candidate) => candidate.id === id);
    if (!target) return;
    if (target.isPerson) {
      setFailure(await openChatWith(id));
      return;
    }
    showScreen(null);
    void openDialog(id);
  }

  return (
    <Modal title={t`Перейти к чату`} isOpen onClose={() => showScreen(null)} className="h-[min(34rem,100%)]">
      <div className="flex min-h-0 flex-1 flex-col pb-2">
        <Autocomplete inputValue={query} onInputChange={setQuery}>
          <SearchField aria-label={t`Чат или сотрудник`} autoFocus className="relative mx-5 mb-2">
            <Search
              aria-hidden="true"
              className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted"
            />
            <Input
              maxLength={200}
              placeholder={t`Чат или сотрудник`}
              className="h-10 w-full rounded-lg border border-line bg-surface pr-3 pl-9 select-text focus-field [&::-webkit-search-cancel-button]:hidden"
            />
          </SearchField>
          {failure && (
            <p role="alert" className="px-5 pb-2 text-danger">
              {sentence(failure)}
            </p>
          )}
          <ListBox
            aria-label={t`Чаты и люди`}
            items={targets}
            dependencies={[query]}
            onAction={(key) => void go(String(key))}
            renderEmptyState={() => <EmptyState icon={UserRoundSearch} title={t`Никого не нашли`} />}
            className="min-h-0 flex-1 overflow-y-auto px-3"
          >
            {({ name, avatarId }) => (
              <ListBoxItem
                textValue={name}
                className="flex items-center gap-3 rounded-xl px-2 py-1.5 hover:bg-hover focused:bg-hover focus-inside"
              >
                <Avatar id={avatarId} name={name} size="small" />
                <span dir="auto" className="min-w-0 flex-1 truncate text-left">
                  <Highlighted text={name} query={query} />
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </Autocomplete>
      </div>
    </Modal>
  );
}

import { useLingui } from '@lingui/react/macro';
import { UserRoundSearch, X } from 'lucide-react';
import { useState } from 'react';
import { Autocomplete, ListBox, ListBoxItem } from 'react-aria-components';
import type { User } from '../../shared/domain.ts';
import { formatPhone } from '../format/phone.ts';
import { useErrorSentence } from '../i18n/useErrorSentence.ts';
import { HighlightedName } from '../search/Highlighted.tsx';
import { selectOwnId, useChat } from '../state/store.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { ChosenMark } from '../ui/ChosenMark.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PickerField } from '../ui/PickerField.tsx';
import { useEnter } from './useEnter.ts';
import { usePeopleSearch } from './usePeopleSearch.ts';

function Chosen({ people, onRemove }: { people: User[]; onRemove: (user: User) => void }) {
  const { t } = useLingui();
  if (people.length === 0) return null;
  return (
    <ul aria-label={t`Выбраны`} className="flex max-h-24 flex-wrap gap-1.5 overflow-y-auto px-5 pb-3">
      {people.map((user) => (
        <li
          key={user.userId}
          className="flex max-w-full items-center gap-1 rounded-full bg-accent-soft py-0.5 pr-1 pl-3"
        >
          <span className="truncate text-[0.8125rem] font-medium text-accent">{user.name}</span>
          <Button
            kind="quiet"
            aria-label={t`Убрать: ${user.name}`}
            className="size-6 rounded-full hover:bg-hover"
            onPress={() => onRemove(user)}
          >
            <X aria-hidden="true" className="size-3.5" />
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface PeoplePickerProps {
  chosen: User[];
  onToggle: (user: User) => void;
  /** Enter with nothing typed, after somebody was chosen. */
  onSubmit: () => void;
  /** Left out of the list, as those who are in the chat already. */
  exceptIds?: readonly string[];
}

/** People by name or phone, and those chosen among them. */
export function PeoplePicker({ chosen, onToggle, onSubmit, exceptIds = [] }: PeoplePickerProps) {
  const { t } = useLingui();
  const sentence = useErrorSentence();
  const ownId = useChat(selectOwnId);
  const [query, setQuery] = useState('');
  const { people, failure, searching } = usePeopleSearch(query);
  const shown = people.filter(
    ({ userId, disabled }) => userId !== ownId && !disabled && !exceptIds.includes(userId),
  );
  const chosenIds = chosen.map(({ userId }) => userId);
  const press = useEnter({ query, shown, searching, onTake: take, onSubmit });

  function take(user: User): void {
    // Whom somebody has typed the name of is wanted, not put away again.
    const isChosen = chosenIds.includes(user.userId);
    if (!isChosen || query.trim() === '') onToggle(user);
    setQuery('');
  }

  return (
    <>
      <Chosen people={chosen} onRemove={onToggle} />
      <Autocomplete inputValue={query} onInputChange={setQuery}>
        <div className="contents" onKeyDownCapture={press}>
          <PickerField label={t`Поиск людей`} placeholder={t`Имя или телефон`} />
        </div>
        <ListBox
          aria-label={t`Люди`}
          aria-busy={searching}
          items={shown}
          dependencies={[chosenIds.join(), query]}
          selectionMode="multiple"
          selectedKeys={chosenIds}
          onSelectionChange={(keys) => {
            if (keys === 'all') return;
            const changed = shown.find(({ userId }) => keys.has(userId) !== chosenIds.includes(userId));
            if (changed) onToggle(changed);
          }}
          renderEmptyState={() =>
            searching ? null : (
              <EmptyState icon={UserRoundSearch} title={failure ? sentence(failure) : t`Никого не нашли`} />
            )
          }
          className="min-h-0 flex-1 overflow-y-auto px-3 pb-2"
        >
          {(user) => (
            <ListBoxItem
              id={user.userId}
              textValue={user.name}
              className="group flex items-center gap-3 rounded-xl px-2 py-2 hover:bg-hover focused:bg-hover focus-inside"
            >
              <Avatar id={user.userId} name={user.name} />
              <span className="min-w-0 flex-1">
                <span dir="auto" className="block truncate text-left font-medium">
                  <HighlightedName name={user.name} query={query} />
                </span>
                {user.phone !== null && (
                  <span className="block text-[0.8125rem] text-muted tabular-nums">
                    {formatPhone(user.phone)}
                  </span>
                )}
              </span>
              <ChosenMark />
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
    </>
  );
}

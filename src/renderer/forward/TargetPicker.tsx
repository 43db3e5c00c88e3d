import { useLingui } from '@lingui/react/macro';
import { Check, Search, UserRoundSearch } from 'lucide-react';
import { useState } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField } from 'react-aria-components';
import { maximumQueryLength } from '../../shared/limits.ts';
import { TargetRow } from '../search/TargetRow.tsx';
import { type Target, useTargets } from '../search/useTargets.ts';
import { EmptyState } from '../ui/EmptyState.tsx';

const mostShown = 30;

interface TargetPickerProps {
  chosen: Target[];
  onToggle: (target: Target) => void;
}

/** Chats and people by name; those chosen stay at the top, whatever is looked for. */
export function TargetPicker({ chosen, onToggle }: TargetPickerProps) {
  const { t } = useLingui();
  const [query, setQuery] = useState('');
  const { chats, people, searching } = useTargets(query);
  const ids = chosen.map(({ id }) => id);
  const others = [...chats, ...people].filter(({ id }) => !ids.includes(id)).slice(0, mostShown);
  const shown = [...chosen, ...others];

  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      <SearchField aria-label={t`Чат или сотрудник`} autoFocus className="relative mx-5 mb-2">
        <Search aria-hidden="true" className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
        <Input
          maxLength={maximumQueryLength}
          placeholder={t`Чат или сотрудник`}
          className="h-10 w-full rounded-lg border border-line bg-surface pr-3 pl-9 select-text focus-field [&::-webkit-search-cancel-button]:hidden"
        />
      </SearchField>
      <ListBox
        aria-label={t`Кому переслать`}
        aria-busy={searching}
        items={shown}
        dependencies={[ids.join(), query]}
        selectionMode="multiple"
        selectedKeys={ids}
        onSelectionChange={(keys) => {
          if (keys === 'all') return;
          const changed = shown.find(({ id }) => keys.has(id) !== ids.includes(id));
          if (changed === undefined) return;
          onToggle(changed);
          setQuery('');
        }}
        renderEmptyState={() => <EmptyState icon={UserRoundSearch} title={t`Никого не нашли`} />}
        className="min-h-0 flex-1 overflow-y-auto px-3 pb-2"
      >
        {(target) => (
          <ListBoxItem
            textValue={target.name}
            className="group flex items-center gap-3 rounded-xl px-2 py-1.5 hover:bg-hover focused:bg-hover focus-inside"
          >
            <span className="min-w-0 flex-1">
              <TargetRow target={target} query={query} />
            </span>
            <span className="grid size-5 place-items-center rounded-full border-2 border-line group-data-selected:border-accent-strong group-data-selected:bg-accent-strong">
              <Check
                aria-hidden="true"
                className="hidden size-3.5 text-accent-ink group-data-selected:block"
                strokeWidth={3}
              />
            </span>
          </ListBoxItem>
        )}
      </ListBox>
    </Autocomplete>
  );
}

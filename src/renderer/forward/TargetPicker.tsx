import { useLingui } from '@lingui/react/macro';
import { UserRoundSearch } from 'lucide-react';
import { useState } from 'react';
import { Autocomplete, ListBox, ListBoxItem } from 'react-aria-components';
import { TargetRow } from '../search/TargetRow.tsx';
import { type Target, useTargets } from '../search/useTargets.ts';
import { ChosenMark } from '../ui/ChosenMark.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PickerField } from '../ui/PickerField.tsx';

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
      <PickerField label={t`Чат или сотрудник`} />
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
            <ChosenMark />
          </ListBoxItem>
        )}
      </ListBox>
    </Autocomplete>
  );
}

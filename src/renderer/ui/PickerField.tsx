import { Search } from 'lucide-react';
import { Input, SearchField } from 'react-aria-components';
import { maximumQueryLength } from '../../shared/limits.ts';

/** Narrows the list of the Autocomplete it stands in. */
export function PickerField({ label, placeholder = label }: { label: string; placeholder?: string }) {
  return (
    <SearchField aria-label={label} autoFocus className="relative mx-5 mb-2">
      <Search aria-hidden="true" className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
      <Input
        maxLength={maximumQueryLength}
        placeholder={placeholder}
        className="h-10 w-full rounded-lg border border-line bg-surface pr-3 pl-9 select-text focus-field [&::-webkit-search-cancel-button]:hidden"
      />
    </SearchField>
  );
}

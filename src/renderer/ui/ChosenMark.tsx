import { Check } from 'lucide-react';

/** A circle, filled and ticked in the chosen rows of a list; the row is a `group`. */
export function ChosenMark() {
  return (
    <span className="grid size-5 place-items-center rounded-full border-2 border-line group-data-selected:border-accent-strong group-data-selected:bg-accent-strong">
      <Check
        aria-hidden="true"
        className="hidden size-3.5 text-accent-ink group-data-selected:block"
        strokeWidth={3}
      />
    </span>
  );
}

import type { ReactNode } from 'react';
import { Switch } from 'react-aria-components';

interface ToggleProps {
  isSelected: boolean;
  onChange: (selected: boolean) => void;
  children: ReactNode;
}

/** A labelled switch with immediate effect. */
export function Toggle({ isSelected, onChange, children }: ToggleProps) {
  return (
    <Switch
      isSelected={isSelected}
      onChange={onChange}
      className="group flex min-h-9 items-center justify-between gap-4 rounded-lg"
    >
      {children}
      <span className="flex h-6 w-10 shrink-0 items-center rounded-full border-2 border-muted bg-sunken px-0.5 transition-colors group-data-selected:border-accent-strong group-data-selected:bg-accent-strong">
        <span className="size-4 rounded-full bg-muted transition-transform group-data-selected:translate-x-4 group-data-selected:bg-accent-ink" />
      </span>
    </Switch>
  );
}

import type { LucideIcon } from 'lucide-react';
import { MenuItem } from 'react-aria-components';
import { classNames } from './classNames.ts';

interface MenuEntryProps {
  id: string;
  icon: LucideIcon;
  words: string;
  danger?: boolean;
  isDisabled?: boolean;
}

export function MenuEntry({ id, icon: Icon, words, danger = false, isDisabled = false }: MenuEntryProps) {
  return (
    <MenuItem
      id={id}
      textValue={words}
      isDisabled={isDisabled}
      className={classNames(
        'flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 focus-inside focused:bg-hover data-disabled:opacity-50',
        danger && 'text-danger',
      )}
    >
      <Icon aria-hidden="true" className={classNames('size-4', !danger && 'text-muted')} />
      {words}
    </MenuItem>
  );
}

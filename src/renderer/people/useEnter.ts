import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { User } from '../../shared/domain.ts';

interface Picking {
  query: string;
  shown: User[];
  searching: boolean;
  onTake: (user: User) => void;
  onSubmit: () => void;
}

/** The person whom the list in this dialog marks for the keyboard. */
function markedOne(shown: User[], field: EventTarget): User | undefined {
  const dialog = field instanceof Element ? field.closest('[role="dialog"]') : null;
  const key = dialog?.querySelector<HTMLElement>('[role="option"][data-focused]')?.dataset['key'];
  return shown.find(({ userId }) => userId === key);
}

/**
 * Keys of the search field: Enter takes the person who is marked, and with nothing typed and nobody gone to by the arrows it
 * goes on. Who is not there yet is waited for, and taken if nobody else answers to the name.
 */
export function useEnter({ query, shown, searching, onTake, onSubmit }: Picking) {
  const arrowed = useRef(false);
  const [awaited, setAwaited] = useState<string | null>(null);

  useEffect(() => {
    if (awaited === null || (awaited === query && searching)) return;
    setAwaited(null);
    const [person, ...others] = shown;
    if (awaited === query && person && others.length === 0) onTake(person);
  }, [awaited, query, searching, shown, onTake]);

  return (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') arrowed.current = true;
    if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    const typed = query.trim() !== '';
    if (!typed && !arrowed.current) {
      onSubmit();
      return;
    }
    arrowed.current = false;
    const person = markedOne(shown, event.target);
    if (person) onTake(person);
    else if (typed) setAwaited(query);
  };
}

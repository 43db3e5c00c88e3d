import { type ReactNode, useEffect, useState } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';
import { flushSync } from 'react-dom';

const delayMs = 600;

/** Shows `words` beside a button without any of its own: while the pointer rests on it, and at once on keyboard focus. */
export function Tooltipped({ words, children }: { words: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (!open) return;
    // A tooltip takes the Escape that was meant for the dialog or the search around the button: this comes before.
    const hide = (event: KeyboardEvent) => {
      if (event.key === 'Escape') flushSync(() => setOpen(false));
    };
    window.addEventListener('keydown', hide, true);
    return () => window.removeEventListener('keydown', hide, true);
  }, [open]);

  return (
    <TooltipTrigger delay={delayMs} isOpen={open} onOpenChange={setOpen}>
      {children}
      <Tooltip
        placement="bottom"
        offset={6}
        className="pointer-events-none max-w-64 rounded-md bg-ink px-2 py-1 text-xs text-surface shadow-lg entering:animate-appear"
      >
        {words}
      </Tooltip>
    </TooltipTrigger>
  );
}

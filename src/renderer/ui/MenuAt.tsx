import { type ReactNode, useRef } from 'react';
import { Popover } from 'react-aria-components';

interface MenuAtProps {
  /** Where it opens, in pixels of the window. */
  place: { x: number; y: number };
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** A popover at a point rather than at a button, as context menus need it. */
export function MenuAt({ place, label, onClose, children }: MenuAtProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        aria-hidden="true"
        className="fixed size-px"
        style={{ left: place.x, top: place.y }}
      />
      <Popover
        triggerRef={anchor}
        isOpen
        aria-label={label}
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
        placement="bottom start"
        offset={4}
        className="max-w-88 rounded-xl border border-line bg-raised p-1.5 shadow-xl entering:animate-appear"
      >
        {children}
      </Popover>
    </>
  );
}

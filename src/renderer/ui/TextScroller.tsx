import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';

interface TextScrollerProps {
  label: string;
  className: string;
  children: ReactNode;
}

/** What scrolls and has nothing in it that takes the focus: it takes it itself, so that keys can scroll it. */
export function TextScroller({ label, className, children }: TextScrollerProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling is the interaction.
      tabIndex={0}
      className={classNames('overflow-y-auto focus-inside select-text', className)}
    >
      {children}
    </section>
  );
}

import { useLingui } from '@lingui/react/macro';
import type { KeyboardEvent, PointerEvent } from 'react';
import { resizeSidebar, sidebarWidth, useView } from '../state/view.ts';

const step = 16;

/** The line between chats and conversation; dragged, or moved by the arrow keys. */
export function ResizeHandle() {
  const { t } = useLingui();
  const width = useView((view) => view.sidebarWidth);

  function drag(event: PointerEvent<HTMLDivElement>) {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) resizeSidebar(event.clientX);
  }

  function press(event: KeyboardEvent) {
    if (event.altKey) return;
    if (event.code === 'ArrowLeft') resizeSidebar(width - step);
    if (event.code === 'ArrowRight') resizeSidebar(width + step);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a window splitter is a separator with a value, which <hr> cannot be.
    <div
      role="separator"
      aria-label={t`Ширина списка чатов`}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={sidebarWidth.smallest}
      aria-valuemax={sidebarWidth.largest}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => resizeSidebar(sidebarWidth.usual)}
      onKeyDown={press}
      className="absolute inset-y-0 right-0 z-10 w-px cursor-col-resize bg-line transition-colors before:absolute before:inset-y-0 before:-left-1 before:w-2 hover:bg-accent focus-visible:bg-accent"
    />
  );
}

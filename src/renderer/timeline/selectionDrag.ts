import { select, selectNothing, useSelection } from './selection.ts';

/** Pixels a frame for each pixel that the pointer is beyond the edge, and at most. */
const scrollSpeed = 0.3;
const fastestScroll = 40;

const rowSelector = '[data-message-key]';

interface Drag {
  anchor: string;
  /** Where the pointer is, in pixels of the window. */
  y: number;
}

/** From the press of the main button in `list` until it is let go; scrolls while the pointer is above or below. */
export function createSelectionDrag(list: HTMLElement) {
  let drag: Drag | null = null;
  /** Where the next Shift and click extend from. */
  let lastAnchor: string | null = null;
  let frame = 0;

  function start(event: PointerEvent): void {
    const { target } = event;
    if (!(target instanceof Element) || target.closest('button')) return;
    const key = keyOf(target.closest<HTMLElement>(rowSelector));
    // The scroll bar belongs to the list alone.
    if (key === null && event.clientX >= list.getBoundingClientRect().left + list.clientWidth) return;
    const extends_ = event.shiftKey && lastAnchor !== null && key !== null;
    if (!extends_) selectNothing();
    lastAnchor = extends_ ? lastAnchor : key;
    if (key === null || lastAnchor === null) return;
    drag = { anchor: lastAnchor, y: event.clientY };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
    list.addEventListener('scroll', follow);
    if (!extends_) return;
    // The system would stretch a selection of its own to here.
    event.preventDefault();
    list.focus({ preventScroll: true });
    choose(key);
  }

  function move(event: PointerEvent): void {
    if (!drag) return;
    drag.y = event.clientY;
    follow();
    if (distanceOutside() !== 0 && frame === 0) frame = requestAnimationFrame(scroll);
  }

  function scroll(): void {
    const distance = distanceOutside();
    frame = 0;
    if (distance === 0) return;
    const step = Math.min(fastestScroll, Math.ceil(Math.abs(distance) * scrollSpeed));
    list.scrollTop += Math.sign(distance) * step;
    follow();
    frame = requestAnimationFrame(scroll);
  }

  /** Chooses as far as the message at the pointer, once that is another one than the drag began in. */
  function follow(): void {
    if (!drag) return;
    const row = rowAt(drag.y);
    const key = keyOf(row);
    if (row === null || key === null) return;
    const chosen = useSelection.getState().anchor !== null;
    if (chosen || (key !== drag.anchor && isWithin(row, drag.y))) choose(key);
  }

  function choose(key: string): void {
    if (!drag) return;
    select(drag.anchor, key);
    getSelection()?.removeAllRanges();
  }

  function end(): void {
    drag = null;
    cancelAnimationFrame(frame);
    frame = 0;
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', end);
    removeEventListener('pointercancel', end);
    list.removeEventListener('scroll', follow);
  }

  /** Pixels that the pointer is above (negative) or below the list. */
  function distanceOutside(): number {
    if (!drag) return 0;
    const { top, bottom } = list.getBoundingClientRect();
    return drag.y < top ? drag.y - top : Math.max(0, drag.y - bottom);
  }

  /** The row there, or the one at the edge of the list where the pointer is beyond. */
  function rowAt(y: number): HTMLElement | null {
    const { top, bottom } = list.getBoundingClientRect();
    const inside = Math.min(bottom - 1, Math.max(top + 1, y));
    const rows = [...list.querySelectorAll<HTMLElement>(rowSelector)];
    return (
      rows.find((row) => {
        const place = row.getBoundingClientRect();
        return place.top <= inside && place.bottom > inside;
      }) ?? null
    );
  }

  return { start, end };
}

/** A line selected to its end must not take the next message because the hand trembles. */
function isWithin(row: HTMLElement, y: number): boolean {
  const { top, bottom } = (row.querySelector('.bubble') ?? row).getBoundingClientRect();
  const middle = (row.getBoundingClientRect().top + row.getBoundingClientRect().bottom) / 2;
  return y < middle ? y >= top : y <= bottom;
}

function keyOf(row: HTMLElement | null): string | null {
  return row?.dataset['messageKey'] ?? null;
}

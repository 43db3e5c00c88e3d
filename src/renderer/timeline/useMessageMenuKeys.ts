import type { KeyboardEvent, MouseEvent, RefObject } from 'react';
import type { MessageView } from '../../shared/views.ts';
import { openMessageMenu } from './messageMenu.ts';
import type { MessageVirtualizer } from './visibleMessages.ts';

function articleOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-message-key]') : null;
}

function openAt(article: HTMLElement, x: number, y: number): void {
  const key = article.dataset['messageKey'];
  if (key !== undefined) openMessageMenu({ key, x, y });
}

function openBeside(article: HTMLElement): void {
  const { left, top } = (article.querySelector('.bubble') ?? article).getBoundingClientRect();
  openAt(article, left, Math.max(top, 0) + 24);
}

function opensMenu({ key, shiftKey }: KeyboardEvent): boolean {
  return key === 'Enter' || key === 'ContextMenu' || (shiftKey && key === 'F10');
}

/**
 * Handlers for the scroller: arrows walk from message to message (the feed is one tab stop), the menu opens by
 * Enter, by the menu key, by the right button and by the button beside a bubble.
 */
export function useMessageMenuKeys(
  virtualizer: MessageVirtualizer,
  scroller: RefObject<HTMLDivElement | null>,
  messages: MessageView[],
) {
  function focusRow(index: number): void {
    const message = messages[index];
    if (!message) return;
    virtualizer.scrollToIndex(index, { align: 'auto' });
    const focus = () =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-message-key="${CSS.escape(message.key)}"]`)
        ?.focus({ preventScroll: true });
    focus();
    requestAnimationFrame(focus);
  }

  function walk(from: HTMLElement | null, step: -1 | 1): void {
    const index =
      from === null ? (virtualizer.range?.endIndex ?? messages.length) + 1 : Number(from.dataset['index']);
    focusRow(Math.min(messages.length - 1, Math.max(0, index + step)));
  }

  return {
    onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      const article = target?.matches('[data-message-key]') ? target : null;
      if (article === null && target !== event.currentTarget) return;
      if (event.key === 'ArrowUp') walk(article, -1);
      else if (event.key === 'ArrowDown' && article) walk(article, 1);
      else if (opensMenu(event) && article) openBeside(article);
      else return;
      event.preventDefault();
    },
    onContextMenu(event: MouseEvent<HTMLDivElement>): void {
      const article = articleOf(event.target);
      // Over selected text or a link the system's menu, with «Copy», is what is wanted.
      const selecting =
        !getSelection()?.isCollapsed || (event.target instanceof Element && event.target.closest('a'));
      if (!article || selecting) return;
      event.preventDefault();
      openAt(article, event.clientX, event.clientY);
    },
    onClick(event: MouseEvent<HTMLDivElement>): void {
      const button = event.target instanceof Element ? event.target.closest('[data-opens-menu]') : null;
      const article = articleOf(event.target);
      if (!button || !article) return;
      const { left, bottom } = button.getBoundingClientRect();
      openAt(article, left, bottom);
    },
  };
}

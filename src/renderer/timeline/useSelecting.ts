import { useLingui } from '@lingui/react/macro';
import { type RefObject, useEffect } from 'react';
import { attachmentWords } from '../../shared/attachmentWords.ts';
import type { MessageView } from '../../shared/views.ts';
import { useChat } from '../state/store.ts';
import { copiedText } from './copiedText.ts';
import { rangeOf, select, selectNothing, useSelection } from './selection.ts';
import { createSelectionDrag } from './selectionDrag.ts';

/**
 * A drag over several messages chooses them whole, as far as one scrolls: rows that are no longer drawn cannot hold an end
 * of the system's selection. Within one message the system selects its text. Shift and a click extend, Ctrl+A takes all
 * that is loaded, Esc and a click end it.
 */
export function useSelecting(scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => selectNothing, []);

  useEffect(() => {
    const list = scroller.current;
    if (!list) return;
    const drag = createSelectionDrag(list);
    const press = (event: PointerEvent) => {
      if (event.button === 0 && event.pointerType !== 'touch') drag.start(event);
    };
    const endElsewhere = ({ target, button }: PointerEvent) => {
      const inside = target instanceof Element && (list.contains(target) || target.closest('[role="menu"]'));
      if (button === 0 && !inside) selectNothing();
    };
    list.addEventListener('pointerdown', press);
    list.addEventListener('keydown', takeKey);
    document.addEventListener('pointerdown', endElsewhere, true);
    return () => {
      drag.end();
      list.removeEventListener('pointerdown', press);
      list.removeEventListener('keydown', takeKey);
      document.removeEventListener('pointerdown', endElsewhere, true);
    };
  }, [scroller]);

  useCopying(scroller);
}

function loaded(): readonly MessageView[] {
  return useChat.getState().window?.messages ?? [];
}

function takeKey(event: KeyboardEvent): void {
  const isA = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() === 'a' : event.code === 'KeyA';
  const [first, last] = [loaded()[0], loaded().at(-1)];
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && isA && first && last) {
    select(first.key, last.key);
    getSelection()?.removeAllRanges();
  } else if (event.key === 'Escape' && useSelection.getState().anchor !== null) {
    selectNothing();
  } else return;
  event.preventDefault();
}

/** Answers to «copy», however it was asked for. */
function useCopying(scroller: RefObject<HTMLElement | null>): void {
  const { t, i18n } = useLingui();

  useEffect(() => {
    const fill = (event: ClipboardEvent) => {
      const text = isSelecting(event.target) ? null : textOfSelection();
      if (text === null) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
    document.addEventListener('copy', fill);
    return () => document.removeEventListener('copy', fill);

    function textOfSelection(): string | null {
      const list = scroller.current;
      const range = rangeOf(loaded(), useSelection.getState()) ?? (list && rangeOfSystem(list));
      if (range === null) return list && textWithin(list);
      const { users } = useChat.getState();
      return copiedText(loaded().slice(range.first, range.last + 1), {
        locale: i18n.locale,
        nameOf: (senderId) => users.get(senderId)?.name ?? t`Неизвестный сотрудник`,
        attachment: t`Вложение`,
        files: (attachments) => {
          const files = attachmentWords(attachments);
          return files === null ? '' : i18n._(files);
        },
      });
    }
  }, [scroller, i18n, t]);
}

/** Something is selected in the field that has the focus. */
function isSelecting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)) return false;
  return target.selectionStart !== target.selectionEnd;
}

/** The messages that the system's own selection reaches into, where those are several. */
function rangeOfSystem(list: HTMLElement): { first: number; last: number } | null {
  const texts = selectedTexts(list);
  const keys = texts.map((text) => text.closest<HTMLElement>('[data-message-key]')?.dataset['messageKey']);
  const [anchor, focus] = [keys[0], keys.at(-1)];
  if (anchor === undefined || focus === undefined || anchor === focus) return null;
  return rangeOf(loaded(), { anchor, focus });
}

/** What is selected of one message, without the line break that a triple click takes with it. */
function textWithin(list: HTMLElement): string | null {
  return selectedTexts(list).length === 1 ? String(getSelection()).replace(/^\n+|\n+$/g, '') : null;
}

function selectedTexts(list: HTMLElement): HTMLElement[] {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return [];
  const range = selection.getRangeAt(0);
  return [...list.querySelectorAll<HTMLElement>('[data-testid="message-text"]')].filter((text) => {
    if (!range.intersectsNode(text)) return false;
    // Touching it is not enough: a triple click reaches to the beginning of what follows.
    const shared = document.createRange();
    shared.selectNodeContents(text);
    if (shared.compareBoundaryPoints(Range.START_TO_START, range) < 0)
      shared.setStart(range.startContainer, range.startOffset);
    if (shared.compareBoundaryPoints(Range.END_TO_END, range) > 0)
      shared.setEnd(range.endContainer, range.endOffset);
    return shared.toString() !== '';
  });
}

import { type RefObject, useLayoutEffect, useState } from 'react';
import { send } from '../state/bridge.ts';

/**
 * The text in the composer. Every change is saved at once: a crash loses no more than the key being pressed. The field holds
 * its text by itself: what React writes into a field at every key would make each key a step of its undo.
 */
export function useDraft(
  dialogId: string,
  saved: string,
  field: RefObject<HTMLTextAreaElement | null>,
): { text: string; change: (text: string) => void } {
  const [initial] = useState(saved);
  const [text, setText] = useState(saved);

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.value = initial;
    element.setSelectionRange(initial.length, initial.length);
    element.scrollTop = element.scrollHeight;
  }, [field, initial]);

  return {
    text,
    change: (next) => {
      setText(next);
      if (field.current && field.current.value !== next) field.current.value = next;
      send('saveDraft', { dialogId, text: next });
    },
  };
}

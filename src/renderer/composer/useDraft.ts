import { useState } from 'react';
import { send } from '../state/bridge.ts';

/** The text in the composer. Every change is saved at once: a crash loses no more than the key being pressed. */
export function useDraft(dialogId: string, saved: string): { text: string; change: (text: string) => void } {
  const [text, setText] = useState(saved);
  return {
    text,
    change: (next) => {
      setText(next);
      send('saveDraft', { dialogId, text: next });
    },
  };
}

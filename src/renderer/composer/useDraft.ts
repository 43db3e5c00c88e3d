import { useEffect, useRef, useState } from 'react';
import { send } from '../state/bridge.ts';

/** Milliseconds after the last key before a draft is saved. */
const saveAfter = 300;

interface Draft {
  text: string;
  /** Shows a text and saves it soon. */
  change: (text: string) => void;
  /** Shows a text and saves it now. */
  replace: (text: string) => void;
  /** Saves what waits. */
  flush: () => void;
}

/** The text in the composer and its copy in the main process. */
export function useDraft(dialogId: string, saved: string): Draft {
  const [text, setText] = useState(saved);
  const waiting = useRef<{ text: string; timer: ReturnType<typeof setTimeout> } | null>(null);

  function flush() {
    if (!waiting.current) return;
    clearTimeout(waiting.current.timer);
    send('saveDraft', { dialogId, text: waiting.current.text });
    waiting.current = null;
  }

  const leave = useRef(flush);
  leave.current = flush;
  useEffect(() => {
    const save = () => leave.current();
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('pagehide', save);
      save();
    };
  }, []);

  function change(next: string) {
    setText(next);
    clearTimeout(waiting.current?.timer);
    waiting.current = { text: next, timer: setTimeout(flush, saveAfter) };
  }

  return {
    text,
    change,
    replace: (next) => {
      change(next);
      flush();
    },
    flush,
  };
}

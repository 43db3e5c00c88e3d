import { useEffect, useState } from 'react';
import type { MessageView } from '../../shared/views.ts';
import { send } from '../state/bridge.ts';
import { ReadTracker } from './readTracker.ts';

function isWatched(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Tells the main process how far the person has read, while they are looking. */
export function useReadMarker(dialogId: string, visible: MessageView[]): void {
  const [tracker] = useState(() => new ReadTracker());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;

    function check() {
      clearTimeout(timer);
      tracker.see(isWatched() ? visible : [], Date.now());
      const { key, next } = tracker.due(Date.now());
      if (key !== null) send('markRead', { dialogId, key });
      if (next !== null) timer = setTimeout(check, next);
    }

    check();
    window.addEventListener('focus', check);
    window.addEventListener('blur', check);
    document.addEventListener('visibilitychange', check);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('focus', check);
      window.removeEventListener('blur', check);
      document.removeEventListener('visibilitychange', check);
    };
  });
}

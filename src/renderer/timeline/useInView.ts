import { useEffect, useRef } from 'react';
import { maximumKeys } from '../../shared/limits.ts';
import type { MessageView } from '../../shared/views.ts';
import { send } from '../state/bridge.ts';

/** Milliseconds for which the list rests before it is told what is in sight: scrolling passes by much. */
const restMs = 300;

/** Tells the main process which messages are in sight: some servers have to be asked about those (see `reactionLooks`). */
export function useInView(dialogId: string, visible: MessageView[]): void {
  const keys = visible.slice(-maximumKeys).map(({ key }) => key);
  const told = useRef('');

  useEffect(() => () => send('setInView', { dialogId, keys: [] }), [dialogId]);

  useEffect(() => {
    const tell = () => {
      const inView = document.visibilityState === 'visible' ? keys : [];
      if (inView.join(' ') === told.current) return;
      told.current = inView.join(' ');
      send('setInView', { dialogId, keys: inView });
    };
    const timer = setTimeout(tell, restMs);
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  });
}

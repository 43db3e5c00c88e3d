import { useSyncExternalStore } from 'react';
import { startOfDay } from '../format/time.ts';

function subscribe(notify: () => void): () => void {
  const timer = setInterval(notify, 30_000);
  return () => clearInterval(timer);
}

/** Midnight of the current day; components that use it are drawn anew when the day changes. */
export function useToday(): number {
  return useSyncExternalStore(subscribe, () => startOfDay(Date.now()));
}

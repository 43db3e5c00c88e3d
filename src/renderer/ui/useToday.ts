import { useSyncExternalStore } from 'react';
import { startOfDay } from '../format/time.ts';

/** How often day and time zone are looked at, in milliseconds; neither is told when it changes. */
const lookEvery = 2_000;

const listeners = new Set<() => void>();
let lastSeen = startOfDay(Date.now());
let timer: ReturnType<typeof setInterval> | undefined;

function look(): void {
  for (const listener of listeners) listener();
}

/** Whoever is drawn first after a change, for whatever reason, takes the others along into the same frame. */
function currentDay(): number {
  const today = startOfDay(Date.now());
  if (today !== lastSeen) {
    lastSeen = today;
    queueMicrotask(look);
  }
  return today;
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(look, lookEvery);
    // Timers of a hidden page are late, and those of a computer that sleeps stand still.
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    removeEventListener('focus', look);
    document.removeEventListener('visibilitychange', look);
  };
}

/**
 * Midnight of the current day where the computer is. Whatever shows a time uses it, also a time that stays what it is:
 * all are drawn anew at once when the day or the time zone changes.
 */
export function useToday(): number {
  return useSyncExternalStore(subscribe, currentDay);
}

import { useEffect, useState } from 'react';

/** Whole seconds left, and a function that starts over. Counts by the clock: a sleeping computer loses nothing. */
export function useCountdown(seconds: number): [secondsLeft: number, restart: () => void] {
  const [end, setEnd] = useState(() => Date.now() + seconds * 1000);
  const [now, setNow] = useState(() => Date.now());
  const secondsLeft = Math.max(0, Math.ceil((end - now) / 1000));
  const over = secondsLeft === 0;

  useEffect(() => {
    if (over) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [over]);

  return [
    secondsLeft,
    () => {
      setNow(Date.now());
      setEnd(Date.now() + seconds * 1000);
    },
  ];
}

/** Waits for a condition that is looked at after every event of an engine. */
export function createWaiting() {
  const waiting = new Set<() => void>();
  return {
    /** Something may have changed that somebody waits for. */
    look(): void {
      for (const look of waiting) look();
    },
    /** Resolves when the condition holds; false after `timeoutMs`, real. */
    reached(condition: () => boolean, timeoutMs: number): Promise<boolean> {
      return new Promise((resolve) => {
        let scheduled = false;
        const look = () => {
          scheduled = false;
          if (condition()) end(true);
        };
        // At most once in a few milliseconds: a burst is thousands of events.
        const soon = () => {
          if (!scheduled) setTimeout(look, 5);
          scheduled = true;
        };
        const end = (value: boolean) => {
          clearTimeout(limit);
          waiting.delete(soon);
          resolve(value);
        };
        const limit = setTimeout(() => end(condition()), timeoutMs);
        waiting.add(soon);
        look();
      });
    },
  };
}

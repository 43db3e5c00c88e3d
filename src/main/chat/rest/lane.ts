/**
 * A few requests at a time, the urgent ones first. How many is learned as TCP does it: one more for each round without
 * trouble, half as many after trouble.
 */
export interface Lane {
  run<Answer>(urgent: boolean, task: () => Promise<Answer>): Promise<Answer>;
  /** The server took too long. */
  slower(): void;
}

/** `extra`: places that are kept for what is urgent. */
export function createLane({ most, extra }: { most: number; extra: number }): Lane {
  let limit = most;
  let running = 0;
  let successes = 0;
  const waiting: { urgent: boolean; start: () => void }[] = [];

  const hasRoom = (urgent: boolean) => running < limit + (urgent ? extra : 0);

  function startNext(): void {
    for (;;) {
      const urgent = waiting.findIndex((entry) => entry.urgent);
      const index = Math.max(urgent, 0);
      const next = waiting[index];
      if (next === undefined || !hasRoom(next.urgent)) return;
      waiting.splice(index, 1);
      running += 1;
      next.start();
    }
  }

  function quicker(): void {
    successes += 1;
    if (limit >= most || successes < limit) return;
    successes = 0;
    limit += 1;
  }

  return {
    async run(urgent, task) {
      await new Promise<void>((resolve) => {
        waiting.push({ urgent, start: resolve });
        startNext();
      });
      try {
        const answer = await task();
        quicker();
        return answer;
      } finally {
        running -= 1;
        startNext();
      }
    },
    slower(): void {
      limit = Math.max(1, Math.floor(limit / 2));
      successes = 0;
    },
  };
}

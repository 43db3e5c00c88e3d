/**
 * How hard a server may be pressed, learned from how it answers: how long to wait for it, how much to ask for at once,
 * and how many requests it may have at a time that no person waits for (S16.1, S16.2, S16.3).
 */

import type { Clock, Random } from '../ports.ts';
import { createDeadline } from './deadline.ts';
import { createLane } from './lane.ts';
import { createPageSize } from './pageSize.ts';

/**
 * `send` and `command` wait for nothing else: a person does. `status` goes one by one. `page` and `other` catch up and
 * read back, and share a lane: Chromium makes six connections to a host, and one has to stay free for a person.
 */
export type RequestKind = 'send' | 'command' | 'status' | 'page' | 'other';

export interface PacedRequest {
  kind: RequestKind;
  /** Goes before what else waits in its lane. */
  urgent?: boolean;
}

const mostAtOnce = 3;
const strainedMs = 1_500;
const tries = 4;
const shortestPauseMs = 250;
const longestPauseMs = 2_000;

export type Pace = ReturnType<typeof createPace>;

export function createPace(options: {
  clock: Clock;
  random: Random;
  /** The server took too long, or says that the service behind it did. */
  isTooSlow(error: unknown): boolean;
}) {
  const { clock, random, isTooSlow } = options;
  // Longer than the ten seconds after which the old backend gives up the service behind it: better its answer than none.
  const limits = { initialMs: 15_000, floorMs: 12_000, ceilingMs: 45_000 };
  const deadlines = {
    // A send that was given up has to be looked for, which costs more than waiting.
    send: createDeadline({ ...limits, floorMs: 15_000 }),
    command: createDeadline(limits),
    status: createDeadline(limits),
    page: createDeadline(limits),
    other: createDeadline(limits),
  };
  const pages = createPageSize();
  const history = createLane({ most: mostAtOnce, extra: 1 });
  const statuses = createLane({ most: 1, extra: 0 });
  const laneOf = { send: null, command: null, status: statuses, page: history, other: history };

  async function measured<Answer>(kind: RequestKind, task: (timeoutMs: number) => Promise<Answer>) {
    const deadline = deadlines[kind];
    const timeoutMs = deadline.ms();
    const startedAt = clock.elapsed();
    const tookMs = () => clock.elapsed() - startedAt;
    try {
      const answer = await task(timeoutMs);
      deadline.answered(tookMs());
      return answer;
    } catch (error) {
      if (isTooSlow(error)) {
        laneOf[kind]?.slower();
        if (tookMs() >= timeoutMs) deadline.expired();
      }
      throw error;
    }
  }

  return {
    /** Runs one request when it is its turn. */
    run<Answer>(
      { kind, urgent = false }: PacedRequest,
      task: (timeoutMs: number) => Promise<Answer>,
    ): Promise<Answer> {
      const work = () => measured(kind, task);
      return laneOf[kind]?.run(urgent, work) ?? work();
    },
    /** Asks for a page of so many messages; one that takes too long is asked for again, smaller. */
    async read<Page>(ask: (size: number) => Promise<Page>, most = Number.POSITIVE_INFINITY): Promise<Page> {
      for (let attempt = 1; ; attempt++) {
        const size = Math.min(most, pages.current());
        const startedAt = clock.elapsed();
        try {
          const page = await ask(size);
          pages.fitted(size, clock.elapsed() - startedAt);
          return page;
        } catch (error) {
          if (!isTooSlow(error)) throw error;
          pages.tooLarge(size);
          // The smallest will not come by being asked for again at once.
          if (attempt === tries || pages.current() >= size) throw error;
          const pauseMs = shortestPauseMs + random() * (longestPauseMs - shortestPauseMs);
          await new Promise<void>((resolve) => clock.schedule(pauseMs, resolve));
        }
      }
    },
    served: pages.served,
    /** The server has enough to do: what is only good to know is asked for when somebody looks. */
    isStrained: () => pages.isReduced() || (deadlines.page.usualMs() ?? 0) > strainedMs,
  };
}

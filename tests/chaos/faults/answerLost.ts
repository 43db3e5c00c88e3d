/** Requests that vanish, answers that are lost after the commit, commits that come seconds late (S17.1). */
import { createRandom } from '../../simulation/virtualClock.ts';
import { check, type Fault } from '../fault.ts';
import type { RequestFate } from '../faultProxy.ts';
import { openStage, type Stage } from '../stage.ts';

/** Of the engine's time: a request answered later than this may be past the last look before a retry, 29 s after it. */
const overdueMs = 24_000;
const latestMs = 20_000;

export const answerLost: Fault = {
  name: 'answer lost after commit',
  modes: ['standalone', 'nodes', 'legacy'],
  perSeed: true,
  async run({ seed, mode, variant, nodes, quick }) {
    const stage = await openStage({ mode, variant, nodes, seed });
    try {
      const random = createRandom(seed + 1_000_000);
      let faults = 0;
      const fate = (): RequestFate => {
        const draw = random();
        if (draw < 0.14) return { type: 'loseAnswer' };
        if (draw < 0.18) return { type: 'hideAnswer' };
        if (draw < 0.22) return { type: 'vanish' };
        if (draw < 0.24) return { type: 'late', lateMs: 3_000 + random() * (latestMs - 3_000) };
        return { type: 'pass' };
      };
      for (const { proxy } of stage.clients) {
        proxy.decide(({ method, path }) => {
          const chosen: RequestFate = path.startsWith('/socket.io/') ? { type: 'pass' } : fate();
          if (chosen.type !== 'pass' && method === 'POST') faults += 1;
          return chosen;
        });
      }
      await stage.traffic(quick ? 40 : 120, quick ? 30_000 : 60_000);
      for (const { proxy } of stage.clients) proxy.decide(() => ({ type: 'pass' }));
      const recovery = await stage.settle();
      const verdict = await stage.judge();
      const overdue = mode === 'legacy' ? overdueCommits(stage) : 0;
      return {
        runs: faults,
        verdict,
        recoveriesMs: recovery === null ? [] : [recovery],
        // A machine with too much to do makes requests later than they were meant to be: past the promise, and counted.
        checks: [
          check('stored once', verdict.storedTwice <= overdue, `${verdict.storedTwice}, overdue ${overdue}`),
        ],
      };
    } finally {
      await stage.close();
    }
  },
};

function overdueCommits({ clients }: Stage): number {
  return clients
    .flatMap(({ proxy }) => proxy.requests())
    .filter(
      ({ method, path }) => method === 'POST' && /\/messages\/dialog\/|\/dialog\/[^/]+\/messages/.test(path),
    )
    .filter(({ answeredAfterMs }) => (answeredAfterMs ?? 0) > overdueMs).length;
}

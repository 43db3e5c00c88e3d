/** The same message three times, in any order, its truncated copy perhaps first; events late and lost. */
import type { Fault } from '../fault.ts';
import { noFrameFaults } from '../frames.ts';
import { openStage } from '../stage.ts';

export const copies: Fault = {
  name: 'same message 3 times, truncated first',
  modes: ['standalone', 'legacy'],
  perSeed: true,
  async run({ seed, mode, quick }) {
    const stage = await openStage({ mode, seed });
    try {
      // Our server never cuts: whatever has an id is whole.
      const cutKeepsId = mode === 'legacy' ? 0.5 : 0;
      const faults = { triple: 0.7, reorder: 0.4, lose: 0.1, cutKeepsId, latestMs: 4_000 };
      for (const client of stage.clients) client.setFrameFaults(faults);
      const count = quick ? 40 : 100;
      await stage.traffic(count, quick ? 20_000 : 50_000);
      for (const client of stage.clients) client.setFrameFaults(noFrameFaults);
      const recovery = await stage.settle();
      return {
        runs: count,
        verdict: await stage.judge(),
        recoveriesMs: recovery === null ? [] : [recovery],
        checks: [],
      };
    } finally {
      await stage.close();
    }
  },
};

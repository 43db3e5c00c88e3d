/** The same message three times, in any order, its truncated copy perhaps first; events late and lost (S17.7). */
import { check, type Fault } from '../fault.ts';
import { noFrameFaults } from '../frames.ts';
import { openStage } from '../stage.ts';

export const copies: Fault = {
  name: 'same message 3 times, truncated first',
  modes: ['standalone', 'nodes', 'legacy'],
  perSeed: true,
  async run({ seed, mode, variant, nodes, quick }) {
    const stage = await openStage({ mode, variant, nodes, seed });
    try {
      // Our server never cuts: whatever has an id is whole.
      const cutKeepsId = mode === 'legacy' ? 0.5 : 0;
      const faults = { triple: 0.7, reorder: 0.4, lose: 0.1, cutKeepsId, latestMs: 4_000 };
      for (const client of stage.clients) client.setFrameFaults(faults);
      const history = new Set(stage.clients.flatMap(({ seen }) => [...seen]));
      const count = quick ? 40 : 100;
      await stage.traffic(count, quick ? 20_000 : 50_000);
      for (const client of stage.clients) client.setFrameFaults(noFrameFaults);
      const recovery = await stage.settle();
      return {
        runs: count,
        verdict: await stage.judge(),
        recoveriesMs: recovery === null ? [] : [recovery],
        checks: stage.clients.flatMap(({ name, news, seen, acked }) => {
          // What was removed before it could be told is no news (S4.12).
          const others = [...seen].filter(
            (content) => !acked.has(content) && !history.has(content) && !stage.isRemoved(content),
          );
          const missing = others.filter((content) => !news.includes(content));
          const repeated = news.length - new Set(news).size;
          return [
            check(`one notification each for ${name}`, repeated === 0, `${repeated} repeated`),
            check(`none missing for ${name}`, missing.length === 0, `${missing.length} of ${others.length}`),
            check(
              `full texts for ${name}`,
              news.every((content) => seen.has(content)),
            ),
          ];
        }),
      };
    } finally {
      await stage.close();
    }
  },
};

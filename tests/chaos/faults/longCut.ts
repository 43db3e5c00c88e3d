/** Away for more than a page, back while others go on talking: the gap must be closed before the engine calls itself live (S17.6). */
import { check, type Fault } from '../fault.ts';
import { openStage } from '../stage.ts';

const pageSize = 50;

export const longCut: Fault = {
  name: 'more than a page missed, then live',
  modes: ['standalone', 'nodes', 'legacy'],
  perSeed: true,
  async run({ seed, mode, variant, nodes, quick }) {
    const stage = await openStage({ mode, variant, nodes, seed });
    try {
      const victim = stage.pick(stage.clients);
      const [dialogId = ''] = stage.dialogIds;
      victim.proxy.refuse(true);
      victim.proxy.cut();
      await stage.until('away', () => !victim.isLive());
      const missed: string[] = [];
      const others = stage.clients.filter((client) => client !== victim);
      const count = quick ? pageSize + 20 : 3 * pageSize + 10;
      for (let index = 0; index < count; index++) {
        missed.push(stage.send(stage.pick(others), dialogId));
        if (index % 10 === 9) stage.change();
      }
      // Its own queue waits as well.
      for (let index = 0; index < 3; index++) stage.send(victim, dialogId);
      await stage.until('the others have it all', () =>
        others.every((other) => missed.every((content) => other.seen.has(content))),
      );
      let missingWhenLive: number | null = null;
      victim.watchConnection((state) => {
        if (state === 'live')
          missingWhenLive ??= missed.filter((content) => !victim.seen.has(content)).length;
      });
      // At first it only hears what is live, more than a page of it, while what it missed cannot be fetched yet.
      victim.proxy.decide(({ method, path }) => ({
        type: method === 'GET' && path.startsWith('/api/messages/') ? 'vanish' : 'pass',
      }));
      victim.proxy.refuse(false);
      victim.engine.hint();
      await stage.until('it listens', () => victim.engine.connection().state === 'catchingUp');
      const live: string[] = [];
      const heard = () => live.filter((content) => victim.seen.has(content)).length;
      while (heard() <= pageSize) {
        for (let index = 0; index < 20; index++) live.push(stage.send(stage.pick(others), dialogId));
        await stage.reached(() => heard() > pageSize, 1_000);
      }
      victim.proxy.decide(() => ({ type: 'pass' }));
      // And goes on hearing it during the whole of the catch-up.
      const talk = stage.traffic(30, 20_000);
      victim.engine.hint();
      const recovery = await stage.settle();
      await talk;
      await stage.settle();
      return {
        runs: 1,
        verdict: await stage.judge(),
        recoveriesMs: recovery === null ? [] : [recovery],
        checks: [check('gap closed before live', missingWhenLive === 0, `${missingWhenLive} missing`)],
      };
    } finally {
      await stage.close();
    }
  },
};

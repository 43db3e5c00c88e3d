/** A connection that is dead without either end knowing: nothing passes, nothing is closed (S1.6, S17.2). */
import { check, type Fault } from '../fault.ts';
import { openStage } from '../stage.ts';

/** 5 s for the probe's answer (S1.6) and one to act. */
const noticedWithinMs = 6_000;
/** Slower than elsewhere: the second between the probe's limit and ours has to outlast a busy machine. */
const scale = 4;

export const halfOpen: Fault = {
  name: 'half-open TCP',
  modes: ['standalone', 'nodes', 'legacy'],
  perSeed: false,
  anyVariant: true,
  timed: true,
  async run({ seed, mode, variant, nodes, quick }) {
    const stage = await openStage({ mode, variant, nodes, seed, scale });
    try {
      const recoveriesMs: number[] = [];
      const noticed: number[] = [];
      for (let run = 0; run < (quick ? 1 : 6); run++) {
        const victim = stage.pick(stage.clients);
        await stage.until('everybody live', () => stage.clients.every((client) => client.isLive()));
        // Every second time only the way to the client is dead.
        if (run % 2 === 0) victim.proxy.swallow(true);
        else victim.proxy.deafen(true);
        for (let index = 0; index < 5; index++) stage.send();
        for (let index = 0; index < 2; index++) stage.change();
        const probedAt = stage.clock.elapsed();
        victim.engine.hint();
        await stage.until('the dead connection noticed', () => !victim.isLive());
        noticed.push(stage.clock.elapsed() - probedAt);
        victim.proxy.swallow(false);
        victim.proxy.deafen(false);
        const recovery = await stage.settle();
        if (recovery !== null) recoveriesMs.push(recovery);
      }
      const slowest = Math.max(...noticed);
      return {
        runs: noticed.length,
        verdict: await stage.judge(),
        recoveriesMs,
        checks: [
          check('noticed ≤ 6 s after a probe', slowest <= noticedWithinMs, `${Math.round(slowest)} ms`),
          check('recovered every time', recoveriesMs.length === noticed.length, recoveriesMs.length),
        ],
      };
    } finally {
      await stage.close();
    }
  },
};

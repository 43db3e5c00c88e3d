/** The local clock is set by an hour or a day, while the person writes: it never orders anything (S17.9). */
import { check, type Fault } from '../fault.ts';
import { oldOf, openStage } from '../stage.ts';

const hourMs = 3_600_000;
const jumps = [hourMs, -hourMs, 24 * hourMs, -24 * hourMs];
const caughtUpWithinMs = 5_000;
const scale = 4;

export const clockJump: Fault = {
  name: 'clock ± 1 h and ± 1 day',
  modes: ['standalone', 'legacy'],
  perSeed: false,
  anyVariant: true,
  timed: true,
  async run({ seed, mode, variant, quick }) {
    const stage = await openStage({ mode, variant, seed, scale });
    try {
      // It has no rooms: what its broker lost is only found by the sweep, whatever the clock says.
      if (mode === 'legacy' && variant === 'newest') oldOf(stage).setBrokerChance(1);
      const recoveriesMs: number[] = [];
      const used = quick ? jumps.slice(2) : jumps;
      for (const jump of used) {
        const victim = stage.pick(stage.clients);
        await stage.traffic(8, 2_000);
        await stage.settle();
        victim.clock.jump(jump);
        // As the system's resume event would, or the heartbeat by itself within five seconds.
        victim.engine.hint();
        for (let index = 0; index < 8; index++)
          stage.send(index % 2 === 0 ? victim : stage.pick(stage.clients));
        const recovery = await stage.settle();
        if (recovery !== null) recoveriesMs.push(recovery);
      }
      const signedOut = stage.clients.filter(({ engine }) => engine.session().state !== 'signedIn').length;
      const slowest = Math.max(0, ...recoveriesMs);
      return {
        runs: used.length,
        verdict: await stage.judge(),
        recoveriesMs,
        checks: [
          check(
            'caught up ≤ 5 s',
            recoveriesMs.length === used.length && slowest <= caughtUpWithinMs,
            `${Math.round(slowest)} ms`,
          ),
          check('nobody signed out', signedOut === 0, signedOut),
        ],
      };
    } finally {
      await stage.close();
    }
  },
};

/** 1 KB/s and 2 s there, 2 s back: what a person does must not wait for it (S17.8). */
import { check, type Fault } from '../fault.ts';
import { openStage } from '../stage.ts';

const blocksAtMostMs = 100;

export const slowLink: Fault = {
  name: 'slow link: 1 KB/s, 2 s latency',
  modes: ['standalone', 'legacy'],
  perSeed: false,
  anyVariant: true,
  timed: true,
  async run({ seed, mode, variant, quick }) {
    const stage = await openStage({ mode, variant, seed });
    try {
      const victim = stage.pick(stage.clients);
      victim.proxy.slow({ delayMs: 2_000, bytesPerSecond: 1_024 });
      const durations: number[] = [];
      const timed = (act: () => void) => {
        // The processor's time: what other programs take of it is not the engine's doing.
        const before = process.cpuUsage();
        act();
        const { user, system } = process.cpuUsage(before);
        durations.push((user + system) / 1_000);
      };
      const count = quick ? 10 : 40;
      const others = stage.traffic(count, 60_000);
      for (let index = 0; index < count; index++) {
        await stage.clock.after(stage.random() * 3_000);
        const dialogId = stage.pick(stage.dialogIds);
        timed(() => victim.engine.saveDraft(dialogId, `draft ${index}`));
        timed(() => victim.engine.setTyping(dialogId, true));
        timed(() => void stage.send(victim, dialogId));
      }
      await others;
      victim.proxy.slow(null);
      const recovery = await stage.settle();
      const longest = Math.max(...durations);
      return {
        runs: 1,
        verdict: await stage.judge(),
        recoveriesMs: recovery === null ? [] : [recovery],
        checks: [
          check('a command never blocks > 100 ms', longest <= blocksAtMostMs, `${longest.toFixed(1)} ms`),
          check('caught up', recovery !== null),
        ],
      };
    } finally {
      await stage.close();
    }
  },
};

/** The server dies without a word and comes back on the same data, again and again (S17.4). */
import { OursProcess } from '../backends.ts';
import { percentile95 } from '../checker.ts';
import { check, type Fault } from '../fault.ts';
import { oldOf, openStage } from '../stage.ts';

/** Slow, since a machine's own second of work is in what is measured. */
const scale = 2;
/** Backoff + 1 s (S17.4). */
const beyondBackoffMs = 1_000;

export const serverKill: Fault = {
  name: 'server kill -9 and restart',
  modes: ['standalone', 'legacy'],
  perSeed: false,
  timed: true,
  async run({ seed, mode, variant, quick }) {
    const process = new OursProcess(scale);
    const isLegacy = mode === 'legacy';
    if (!isLegacy) await process.start();
    const stage = await openStage({
      mode,
      variant,
      seed,
      scale,
      ...(isLegacy ? {} : { backend: () => Promise.resolve(process) }),
    });
    try {
      const recoveriesMs: number[] = [];
      const beyond: number[] = [];
      const kills = quick ? 1 : 20;
      for (let kill = 0; kill < kills; kill++) {
        for (let index = 0; index < 6; index++) stage.send();
        stage.change();
        await stage.clock.after(stage.random() * 500);
        if (isLegacy) await oldOf(stage).stop();
        else await process.kill();
        for (let index = 0; index < 4; index++) stage.send();
        stage.change();
        await stage.clock.after(stage.random() * 5_000);
        if (isLegacy) await oldOf(stage).startAgain();
        else await process.start();
        const readyAt = stage.clients.map(({ clock }) => ({ elapsed: clock.elapsed(), now: clock.now() }));
        await stage.until('everybody live again', () => stage.clients.every((client) => client.isLive()));
        for (const [index, { connections }] of stage.clients.entries()) {
          const live = connections.find(
            ({ state, at }) => state === 'live' && at > (readyAt[index]?.elapsed ?? 0),
          );
          const wait = connections.findLast(({ retryAt }) => retryAt !== null);
          const ready = readyAt[index];
          if (live === undefined || ready === undefined) continue;
          // Both clocks move together here: how much of the last wait was left when the server was ready.
          const waitLeft = Math.max(0, (wait?.retryAt ?? 0) - ready.now);
          beyond.push(live.at - ready.elapsed - waitLeft);
        }
        const recovery = await stage.settle();
        if (recovery !== null) recoveriesMs.push(recovery);
      }
      const p95 = percentile95(beyond) ?? Number.POSITIVE_INFINITY;
      return {
        runs: kills,
        verdict: await stage.judge(),
        recoveriesMs,
        checks: [
          check('reconnect p95 ≤ backoff + 1 s', p95 <= beyondBackoffMs, `backoff + ${Math.round(p95)} ms`),
          check('recovered every time', recoveriesMs.length === kills, recoveriesMs.length),
        ],
      };
    } finally {
      await stage.close();
    }
  },
};

/** Everything at once: two minutes of random faults on every way, then quiet. The run that finds what nobody thought of. */
import { createRandom } from '../../simulation/virtualClock.ts';
import { check, type Fault } from '../fault.ts';
import type { RequestFate } from '../faultProxy.ts';
import { noFrameFaults } from '../frames.ts';
import { oldOf, openStage, type Stage } from '../stage.ts';

const stormMs = 120_000;

export const storm: Fault = {
  name: 'all faults at once',
  modes: ['standalone', 'nodes', 'legacy'],
  perSeed: true,
  async run({ seed, mode, variant, nodes, quick }) {
    const stage = await openStage({ mode, variant, nodes, seed, dialogs: 3 });
    try {
      const harm = createHarm(stage, seed);
      const listeners = stage.clients.map(({ engine }) => engine.diagnostics().listeners);
      const overMs = quick ? stormMs / 2 : stormMs;
      const talk = stage.traffic(quick ? 60 : 400, overMs);
      const faults = quick ? 12 : 40;
      const storming = Promise.all(
        Array.from({ length: faults }, async () => {
          await stage.clock.after(harm.random() * overMs);
          await harm.one();
        }),
      );
      await Promise.all([talk, storming]);
      harm.end();
      const recovery = await stage.settle();
      const after = stage.clients.map(({ engine }) => engine.diagnostics().listeners);
      return {
        runs: faults,
        verdict: await stage.judge(),
        recoveriesMs: recovery === null ? [] : [recovery],
        checks: [
          check('everybody recovered', recovery !== null),
          check('listeners constant', after.join() === listeners.join(), after.join()),
        ],
      };
    } finally {
      await stage.close();
    }
  },
};

function createHarm(stage: Stage, seed: number) {
  const random = createRandom(seed + 2_000_000);
  const { clock, clients } = stage;
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

  for (const { proxy } of clients) {
    proxy.decide(({ path }): RequestFate => {
      if (path.startsWith('/socket.io/')) return { type: 'pass' };
      const draw = random();
      if (draw < 0.06) return { type: 'loseAnswer' };
      if (draw < 0.08) return { type: 'vanish' };
      if (draw < 0.09) return { type: 'late', lateMs: 3_000 + random() * 22_000 };
      return { type: 'pass' };
    });
  }
  // Our server never cuts: whatever has an id is whole.
  const cutKeepsId = stage.mode === 'legacy' ? 0.5 : 0;
  for (const client of clients)
    client.setFrameFaults({ triple: 0.2, reorder: 0.2, lose: 0.05, cutKeepsId, latestMs: 3_000 });

  const kinds: (() => Promise<void> | void)[] = [
    () => pick(clients).proxy.cut(),
    () => pick(clients).proxy.reset(),
    () => pick(clients).proxy.resetMidFrame(),
    () => pick(clients).restart(),
    () => pick(clients).engine.hint(),
    () => during(pick(clients), 'swallow', 20_000),
    () => during(pick(clients), 'deafen', 20_000),
    () => during(pick(clients), 'refuse', 15_000),
    async () => {
      const { proxy } = pick(clients);
      proxy.slow({ delayMs: 500, bytesPerSecond: 20_000 });
      await clock.after(random() * 10_000);
      proxy.slow(null);
    },
  ];
  if (stage.mode === 'legacy') kinds.push(() => oldOf(stage).loseRooms());

  async function during(
    { proxy }: (typeof clients)[number],
    fault: 'swallow' | 'deafen' | 'refuse',
    longestMs: number,
  ): Promise<void> {
    proxy[fault](true);
    if (fault === 'refuse') proxy.cut();
    await clock.after(random() * longestMs);
    proxy[fault](false);
  }

  return {
    random,
    one: async () => pick(kinds)(),
    end(): void {
      for (const client of clients) {
        client.proxy.decide(() => ({ type: 'pass' }));
        client.proxy.slow(null);
        client.setFrameFaults(noFrameFaults);
      }
    },
  };
}

/** What only the old backend does: joins lost at every connect, rooms lost without a word, broker copies that never come (S3.3, S17.5). */
import { check, type Fault } from '../fault.ts';
import { oldOf, openStage } from '../stage.ts';

/** The open dialog is joined again every 60 s, and a sweep looks at the others as often. */
const foundWithinMs = 150_000;

export const roomsLost: Fault = {
  name: 'join lost, room lost, broker copy missing',
  modes: ['legacy'],
  perSeed: true,
  async run({ seed, mode, variant, quick }) {
    const stage = await openStage({ mode, variant, seed, dialogs: 3 });
    try {
      const old = oldOf(stage);
      const recoveriesMs: number[] = [];
      const phases: [string, () => void][] = [
        ['room lost', () => old.loseRooms()],
        ['broker silent', () => old.setBrokerChance(0)],
        [
          'both',
          () => {
            old.setBrokerChance(0);
            old.loseRooms();
          },
        ],
        // Nobody waits for the joins to be repeated.
        [
          'join lost',
          () => {
            for (const { proxy } of stage.clients) proxy.cut();
          },
        ],
      ];
      for (const [, harm] of phases) {
        await stage.until('everybody live', () => stage.clients.every((client) => client.isLive()));
        harm();
        await stage.traffic(quick ? 10 : 25, 10_000);
        const recovery = await stage.settle();
        if (recovery !== null) recoveriesMs.push(recovery);
        old.setBrokerChance(0.8);
      }
      const slowest = Math.max(0, ...recoveriesMs);
      return {
        runs: phases.length,
        verdict: await stage.judge(),
        recoveriesMs,
        checks: [
          check('filled every time', recoveriesMs.length === phases.length, recoveriesMs.length),
          check('found within 150 s', slowest <= foundWithinMs, `${Math.round(slowest)} ms`),
        ],
      };
    } finally {
      await stage.close();
    }
  },
};

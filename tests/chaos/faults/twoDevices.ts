/** One person, two devices: both show the same messages, and what was read on one is read on the other (S17.17). */
import { check, type Fault } from '../fault.ts';
import { oldOf, openStage } from '../stage.ts';

export const twoDevices: Fault = {
  name: 'two devices of one user',
  modes: ['standalone', 'legacy'],
  perSeed: true,
  async run({ seed, mode, variant, quick }) {
    const stage = await openStage({ mode, variant, seed });
    try {
      const [anna] = stage.clients;
      const [signedIn] = stage.people;
      if (anna === undefined || signedIn === undefined) throw new Error('Nobody is here');
      const second = await stage.addDevice('anna 2', signedIn);
      const count = quick ? 30 : 80;
      const talk = stage.traffic(count, 40_000);
      for (let cut = 0; cut < 4; cut++) {
        await stage.clock.after(8_000);
        stage.pick([anna, second]).proxy.reset();
      }
      await talk;
      const recovery = await stage.settle();
      // The broker's hint may be lost on its way: the sweep has to find it.
      if (mode === 'legacy') oldOf(stage).setBrokerChance(0);
      for (const [index, dialogId] of stage.dialogIds.entries()) {
        const reader = index % 2 === 0 ? anna : second;
        const last = reader.store.newestSent(dialogId);
        if (last !== null) reader.engine.markRead(dialogId, last.key);
      }
      const unread = (client: typeof anna) =>
        client.engine
          .dialogs()
          .map((dialog) => `${dialog.dialogId} ${dialog.unreadCount}`)
          .sort()
          .join();
      const reads = (client: typeof anna) =>
        client.engine.dialogs().every((dialog) => dialog.unreadCount === 0);
      const agreed = await stage.reached(() => reads(anna) && reads(second), 20_000);
      return {
        runs: 1,
        verdict: await stage.judge(),
        recoveriesMs: recovery === null ? [] : [recovery],
        checks: [check('read state converges', agreed, `${unread(anna)} | ${unread(second)}`)],
      };
    } finally {
      await stage.close();
    }
  },
};

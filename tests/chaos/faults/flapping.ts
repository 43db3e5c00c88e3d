/** Connections reset in the middle of a frame, cut and refused, again and again; nothing may pile up (S1.3, S17.3). */
import { check, type Fault } from '../fault.ts';
import { oldOf, openStage } from '../stage.ts';

export const flapping: Fault = {
  name: 'reset mid-frame, flapping',
  modes: ['standalone', 'nodes', 'legacy'],
  perSeed: true,
  async run({ seed, mode, variant, nodes, quick }) {
    const stage = await openStage({ mode, variant, nodes, seed });
    try {
      const victim = stage.pick(stage.clients);
      const counts = () => ({
        listeners: victim.engine.diagnostics().listeners,
        rooms: victim.engine.diagnostics().joinedRooms.length,
        sockets: stage.backend.socketCount(),
        serverRooms: mode === 'legacy' ? oldOf(stage).roomCount() : null,
      });
      await stage.settle();
      const before = counts();
      const flaps = quick ? 8 : 50;
      for (let flap = 0; flap < flaps; flap++) {
        await flapOnce();
        if (flap % 4 === 3) stage.change();
        await stage.until('live again', victim.isLive);
      }
      const recovery = await stage.settle();
      const isBack = () => JSON.stringify(counts()) === JSON.stringify(before);
      // The server lets go of a dead socket when its pings go unanswered; rooms are joined again within seconds.
      await stage.reached(isBack, 10_000);
      const after = counts();
      return {
        runs: flaps,
        verdict: await stage.judge(),
        recoveriesMs: recovery === null ? [] : [recovery],
        checks: [
          check(
            'listeners constant',
            after.listeners === before.listeners,
            `${before.listeners} → ${after.listeners}`,
          ),
          check('rooms constant', after.rooms === before.rooms, `${before.rooms} → ${after.rooms}`),
          check('one socket each at the server', after.sockets === stage.clients.length, `${after.sockets}`),
          check('rooms at the server', after.serverRooms === before.serverRooms, `${after.serverRooms}`),
        ],
      };

      async function flapOnce(): Promise<void> {
        const { proxy } = victim;
        const kind = stage.random();
        const gone = () => !victim.isLive();
        const author = stage.pick(stage.clients);
        if (kind < 0.5) {
          proxy.resetMidFrame();
          // Something that the server has to say, so that there is a frame to break.
          stage.send(author);
        } else if (kind < 0.75) {
          proxy.reset();
        } else {
          proxy.refuse(true);
          proxy.cut();
          stage.send(author);
        }
        await stage.reached(gone, 5_000);
        proxy.refuse(false);
        victim.engine.hint();
      }
    } finally {
      await stage.close();
    }
  },
};

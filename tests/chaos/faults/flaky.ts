/** The old system dies in parts: Chat3 and RabbitMQ behind the backend, the backend itself, an answer between the two (S17.18). */
import type { OldBackend } from '../../fixtures/oldBackend.ts';
import { check, type Fault, type FaultOptions, type Outcome } from '../fault.ts';
import { oldOf, openStage, type Stage } from '../stage.ts';

/** Of the engine's time, after a message was sent: it is on its way then, or its copies are. */
const onItsWayMs = 400;
const longestOutageMs = 8_000;

export const chat3Killed: Fault = {
  name: 'Chat3 killed mid-send',
  modes: ['legacy'],
  perSeed: true,
  run: (options) =>
    withOutages(options, options.quick ? 2 : 10, async (stage, old) => {
      await duringSends(stage, () => old.kill('chat3'));
      await duringSends(stage, () => old.start('chat3'));
    }),
};

export const rabbitKilled: Fault = {
  name: 'RabbitMQ killed and started',
  modes: ['legacy'],
  perSeed: true,
  run: (options) =>
    withOutages(options, options.quick ? 2 : 10, async (stage, old) => {
      await duringSends(stage, () => old.kill('rabbit'));
      // Whoever connects now waits for a subscription, or goes without; who stays may be in no room.
      stage.pick(stage.clients).proxy.cut();
      old.loseRooms();
      await duringSends(stage, () => old.start('rabbit'));
    }),
};

export const backendKilled: Fault = {
  name: 'backend killed mid-send',
  modes: ['legacy'],
  perSeed: true,
  run: (options) =>
    withOutages(options, options.quick ? 2 : 10, async (stage, old) => {
      await duringSends(stage, () => old.stop());
      await duringSends(stage, () => old.startAgain());
    }),
};

export const answerLostBehind: Fault = {
  name: 'answer lost between Chat3 and the backend',
  modes: ['legacy'],
  perSeed: true,
  run: (options) =>
    withOutages(options, 1, async (stage, old) => {
      old.setLostAnswers(0.3);
      await stage.traffic(options.quick ? 20 : 80, options.quick ? 10_000 : 40_000, stage.tryPost);
      old.setLostAnswers(0);
    }),
};

export const flakySystem: Fault = {
  name: 'every part of the old system flaky',
  modes: ['legacy'],
  perSeed: true,
  run: (options) =>
    withOutages(options, 1, async (stage, old) => {
      const overMs = options.quick ? 30_000 : 120_000;
      old.setLostAnswers(0.05);
      await Promise.all([
        old.beFlaky(overMs),
        stage.traffic(options.quick ? 30 : 150, overMs, stage.tryPost),
      ]);
      old.setLostAnswers(0);
    }),
};

/** Stored once each time: whoever looks before it sends again finds what was stored. */
async function withOutages(
  { seed, mode, variant }: FaultOptions,
  times: number,
  outage: (stage: Stage, old: OldBackend) => Promise<void>,
): Promise<Outcome> {
  const stage = await openStage({ mode, variant, seed });
  try {
    const recoveriesMs: number[] = [];
    for (let time = 0; time < times; time++) {
      await outage(stage, oldOf(stage));
      await stage.expectStored();
      const recovery = await stage.settle();
      if (recovery !== null) recoveriesMs.push(recovery);
    }
    const verdict = await stage.judge();
    return {
      runs: times,
      verdict,
      recoveriesMs,
      checks: [
        check('recovered every time', recoveriesMs.length === times, recoveriesMs.length),
        check('stored once', verdict.storedTwice === 0, verdict.storedTwice),
      ],
    };
  } finally {
    await stage.close();
  }
}

async function duringSends(stage: Stage, act: () => void | Promise<void>): Promise<void> {
  for (let index = 0; index < 4; index++) stage.send();
  await stage.clock.after(stage.random() * onItsWayMs);
  await act();
  for (let index = 0; index < 4; index++) stage.send();
  await stage.clock.after(stage.random() * longestOutageMs);
}

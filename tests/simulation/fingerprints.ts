/** Whether people who have the same history see the same fingerprint of it. */
import type { Client } from './judge.ts';
import type { VirtualClock } from './virtualClock.ts';
import type { World } from './world.ts';

/** (dialog, client) pairs whose fingerprint is another than the first client's. */
export async function countUnlike(world: World, clients: Client[], clock: VirtualClock): Promise<number> {
  let count = 0;
  for (const dialogId of world.dialogIds()) {
    const asked = Promise.all(
      clients.map(({ engine }) =>
        engine
          .account()
          .fingerprint(dialogId)
          .catch(() => null),
      ),
    );
    const [first, ...others] = await settledIn(clock, asked);
    count += others.filter((other) => other === null || other.hash !== first?.hash).length;
  }
  return count;
}

async function settledIn<Value>(clock: VirtualClock, promise: Promise<Value>): Promise<Value> {
  let isDone = false;
  void promise.then(() => {
    isDone = true;
  });
  while (!isDone) await clock.runUntil(clock.now() + 100);
  return promise;
}

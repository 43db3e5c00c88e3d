import { io } from 'socket.io-client';
import { abuses, type Stage } from './abuses.ts';

// One person with ill will, in a process of their own: `abuser.ts KIND STAGE`, until it is ended.
const [kind = '', stage = '{}'] = process.argv.slice(2);
const { inFlight, act, listeners } = abuses[kind] ?? { inFlight: 0, act: async () => 0, listeners: false };
const scene = JSON.parse(stage) as Stage;

const connect = (token: string) =>
  io(scene.url, { auth: { token }, transports: ['websocket'], forceNew: true });
const ears = (listeners ? scene.crowdTokens : []).map(connect);
await Promise.all(ears.map((ear) => new Promise((resolve) => ear.once('connect', () => resolve(true)))));
const typists = kind === 'typing' ? Array.from({ length: 20 }, () => connect(scene.token)) : [];
console.log('ABUSING');
if (typists.length > 0) {
  // As fast as a thread may, a turn of the loop between two rounds.
  for (;;) {
    for (const socket of typists) {
      socket.emit('typing:start', { dialogId: scene.groupOf500 });
      socket.emit('typing:stop', { dialogId: scene.groupOf500 });
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
await loop(inFlight, () => act(scene));

/** Calls `act` again and again, so many at a time, for ever; one that fails is no reason to stop. */
async function loop(inFlight: number, act: () => Promise<unknown>): Promise<void> {
  const one = async () => {
    for (;;) await act().catch(() => undefined);
  };
  await Promise.all(Array.from({ length: inFlight }, one));
}

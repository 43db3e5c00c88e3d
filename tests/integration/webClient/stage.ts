/** Our client and the web client in one dialog, on the model of the old backend in each of its states and on our server. */
import { onTestFinished } from 'vitest';
import { people } from '../../../server/src/demo/people.ts';
import { startServer } from '../../../server/src/server.ts';
import { type OldVariantName, oldVariants } from '../../fixtures/oldBackend/variants.ts';
import { startOldBackend } from '../../fixtures/oldBackend.ts';
import { WebClient } from '../../fixtures/webClient.ts';
import { createRandom } from '../../simulation/virtualClock.ts';
import { until } from '../../support/until.ts';
import { createPerson, type Person } from '../engine/person.ts';
import { inFrontOf, standIn } from '../gateway/stage.ts';

export type Backend = OldVariantName | 'our server' | 'the gateway';

export const backends: Backend[] = ['our server', 'the gateway', 'model', 'a', 'c', 'd'];

const ourPhone = '79111111111';
const webPhone = '79777777777';
export const ourName = 'Александр Петров';
export const webName = 'Андрей Волков';

export interface Stage {
  url: string;
  ours: Person;
  ourUserId: string;
  web: WebClient;
  dialogId: string;
}

/** Whether the backend tells its sockets what becomes of dialogs and messages. */
export const tells = (backend: Backend) =>
  backend === 'our server' || backend === 'the gateway' || oldVariants[backend].publishes;

/** Both signed in, both with the dialog open. */
export async function stage(backend: Backend): Promise<Stage> {
  const { url, roomCount } = await serve(backend);
  const web = await WebClient.start({ server: url, phone: webPhone });
  onTestFinished(() => web.stop());
  const ours = await createPerson({ server: url, phone: ourPhone });
  onTestFinished(() => ours.stop());
  await ours.live();
  const session = ours.engine.session();
  const ourUserId = session.state === 'signedIn' ? session.user.userId : '';
  const dialogId = await ours.engine.createDialog(undefined, [web.userId]);
  ours.engine.openDialog(dialogId);
  await ours.until('its window', () => ours.events.some(({ type }) => type === 'window'));
  await web.open(dialogId);
  // The old backend loses what joins too early.
  await until('both in the room', () => {
    web.join();
    return roomCount() >= 2;
  });
  return { url, ours, ourUserId, web, dialogId };
}

async function serve(backend: Backend): Promise<{ url: string; roomCount(): number }> {
  if (backend === 'our server') {
    const server = await startServer({ demo: true, logLevel: 'error' });
    onTestFinished(() => server.close());
    return { url: server.url, roomCount: () => 2 };
  }
  // Every moment once: what is written in the same one stands in no order there.
  let last = 0;
  const now = () => {
    last = Math.max(last + 1, Date.now());
    return last;
  };
  if (backend === 'the gateway') {
    const chat3 = await standIn({ now });
    // The page hears of whoever comes only where they share a chat already.
    const members = [people.sasha.userId, people.andrey.userId];
    chat3.state.addDialog({ name: 'Общий', createdBy: people.sasha.userId, members });
    const server = await startServer({ demo: true, logLevel: 'error', ...inFrontOf(chat3) });
    onTestFinished(() => server.close());
    return { url: server.url, roomCount: () => 2 };
  }
  const old = await startOldBackend({
    random: createRandom(5),
    // It knows messages by their database ids alone.
    variant: { ...oldVariants[backend], names: 'usual' },
    scale: 20,
    timestampMs: 1,
    brokerChance: 1,
    now,
  });
  onTestFinished(() => old.close());
  old.state.addUser(ourPhone, ourName);
  old.state.addUser(webPhone, webName);
  return { url: old.url, roomCount: old.roomCount };
}

/** What our window shows from the first message to the last, in its order. */
export async function ourContents({ ours, dialogId }: Stage): Promise<string[]> {
  ours.opened(dialogId, { end: true });
  await ours.readBack(dialogId);
  return ours.shown().map(({ content }) => content);
}

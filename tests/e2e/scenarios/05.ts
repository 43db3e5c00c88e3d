import type { Scenario } from '../../support/scenario.ts';
import type { ScenarioServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

/** Proves (S17.4). */
export const scenario: Scenario<ScenarioServer> = {
  number: '5',
  title: 'The server restarts while the chat is open: everything comes back without a touch',
  async run(context) {
    const [a, b] = await context.bothInSharedChat();
    await a.send('До перезапуска');
    await b.waitForMessage('До перезапуска');
    const before = await b.diagnostics();

    await context.server.stop();
    await b.banner.waitFor();
    context.same('B says that there is no connection', true, await b.banner.isVisible());

    await context.server.startAgain();
    const [, live] = await Promise.all([a.waitUntilLive(), b.waitUntilLive()]);
    context.holds('B has a new connection', `epoch > ${before.epoch}`, live.epoch, live.epoch > before.epoch);
    const rooms = before.joinedRooms.toSorted();
    const back = await until('B has joined as many rooms', async () => {
      const { joinedRooms } = await b.diagnostics();
      return joinedRooms.length >= rooms.length && joinedRooms.toSorted();
    });
    context.same('B is back in the same rooms', rooms, back);

    await a.send('После перезапуска');
    const painted = await b.waitForMessage('После перезапуска');
    const pressed = (await a.entered()).find((entry) => entry.text === 'После перезапуска');
    const delay = Math.round(painted.paintedAt - Number(pressed?.at));
    context.isPrompt('the first message comes promptly', delay);
    context.same(
      'the banner is gone',
      'gone',
      await b.banner.waitFor({ state: 'hidden' }).then(() => 'gone'),
    );
    context.same('B never saw a row twice', [], await b.shownTwice());
  },
};
